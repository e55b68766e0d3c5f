package organization

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// model is the organization as the data source shows it.
type model struct {
	ID                             types.String `tfsdk:"id"`
	Name                           types.String `tfsdk:"name"`
	Product                        types.String `tfsdk:"product"`
	Status                         types.String `tfsdk:"status"`
	BillingEmail                   types.String `tfsdk:"billing_email"`
	PaymentMethod                  types.String `tfsdk:"payment_method"`
	IsSCIMEnabled                  types.Bool   `tfsdk:"is_scim_enabled"`
	ShouldEnforceDedicatedClusters types.Bool   `tfsdk:"should_enforce_dedicated_clusters"`
	HasAllowedIPAddressRanges      types.Bool   `tfsdk:"has_allowed_ip_address_ranges"`
	TrialExpiresAt                 types.String `tfsdk:"trial_expires_at"`
	CreatedAt                      types.String `tfsdk:"created_at"`
	CreatedBy                      types.String `tfsdk:"created_by"`
	UpdatedAt                      types.String `tfsdk:"updated_at"`
	UpdatedBy                      types.String `tfsdk:"updated_by"`
}

// fromAPI shows an organization; what the API leaves out is null.
func fromAPI(o *astro.Organization) model {
	return model{
		ID:                             types.StringValue(o.ID),
		Name:                           types.StringValue(o.Name),
		Product:                        types.StringPointerValue(o.Product),
		Status:                         types.StringPointerValue(o.Status),
		BillingEmail:                   types.StringPointerValue(o.BillingEmail),
		PaymentMethod:                  types.StringPointerValue(o.PaymentMethod),
		IsSCIMEnabled:                  types.BoolValue(o.IsScimEnabled),
		ShouldEnforceDedicatedClusters: types.BoolValue(o.ShouldEnforceDedicatedClusters),
		HasAllowedIPAddressRanges:      types.BoolValue(o.HasAllowedIPAddressRanges),
		TrialExpiresAt:                 types.StringPointerValue(o.TrialExpiresAt),
		CreatedAt:                      types.StringValue(o.CreatedAt),
		CreatedBy:                      types.StringValue(o.CreatedBy.Name()),
		UpdatedAt:                      types.StringValue(o.UpdatedAt),
		UpdatedBy:                      types.StringValue(o.UpdatedBy.Name()),
	}
}
