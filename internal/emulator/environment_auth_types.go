package emulator

// authType describes a way to authenticate a connection (API facts, E.2). The
// platform has many; these are enough to tell masked, typed and patterned
// parameters apart. It is stored nowhere and answered as it is.
type authType struct {
	ID                  string          `json:"id"`
	Name                string          `json:"name"`
	AirflowType         string          `json:"airflowType"`
	AuthMethodName      string          `json:"authMethodName"`
	Description         string          `json:"description"`
	ProviderPackageName string          `json:"providerPackageName"`
	GuidePath           string          `json:"guidePath,omitempty"`
	Parameters          []authParameter `json:"parameters"`
}

// authParameter is one parameter of an authType: a field of the connection, or
// a member of its extra.
type authParameter struct {
	AirflowParamName string `json:"airflowParamName"`
	FriendlyName     string `json:"friendlyName"`
	DataType         string `json:"dataType"`
	Description      string `json:"description"`
	IsRequired       bool   `json:"isRequired"`
	IsSecret         bool   `json:"isSecret"`
	IsInExtra        bool   `json:"isInExtra"`
	Pattern          string `json:"pattern,omitempty"`
	Example          string `json:"example,omitempty"`
}

// Data types of parameters.
const (
	dataString  = "string"
	dataInteger = "integer"
	dataBoolean = "boolean"
)

// authCatalogue are the known auth types.
var authCatalogue = []*authType{
	{
		ID: "snowflake-password", Name: "Snowflake", AirflowType: "snowflake", AuthMethodName: "Username and password",
		Description: "Log in to Snowflake with a password.", ProviderPackageName: "apache-airflow-providers-snowflake",
		Parameters: append([]authParameter{
			authField("login", "Username", true, false),
			authField("password", "Password", true, true),
		}, snowflakeParameters...),
	},
	{
		ID: "snowflake-private-key", Name: "Snowflake", AirflowType: "snowflake", AuthMethodName: "Key pair",
		Description: "Log in to Snowflake with a private key.", ProviderPackageName: "apache-airflow-providers-snowflake",
		Parameters: append([]authParameter{
			authField("login", "Username", true, false),
			authField("password", "Passphrase of the key", false, true),
			authExtra("private_key_content", "Private key", true, true),
		}, snowflakeParameters...),
	},
	{
		ID: "aws-access-key", Name: "Amazon Web Services", AirflowType: "aws", AuthMethodName: "Access key",
		Description: "Sign requests to AWS with an access key.", ProviderPackageName: "apache-airflow-providers-amazon",
		Parameters: []authParameter{
			authField("login", "Access key id", true, false),
			authField("password", "Secret access key", true, true),
			withPattern(authExtra("region_name", "Region", false, false), "^[a-z]{2}(-[a-z]+)+-[0-9]$", "eu-central-1"),
			authExtra("role_arn", "Role to assume", false, false),
			authExtra("external_id", "External id of the role", false, true),
		},
	},
	{
		ID: "postgres-password", Name: "Postgres", AirflowType: "postgres", AuthMethodName: "Username and password",
		Description: "Log in to a Postgres database with a password.", ProviderPackageName: "apache-airflow-providers-postgres",
		Parameters: []authParameter{
			authField("host", "Host", true, false),
			withDataType(authField("port", "Port", false, false), dataInteger, "5432"),
			authField("schema", "Database", false, false),
			authField("login", "Username", true, false),
			authField("password", "Password", true, true),
			authExtra("sslmode", "TLS mode", false, false),
			withDataType(authExtra("connect_timeout", "Seconds to wait for a connection", false, false), dataInteger, "10"),
		},
	},
	{
		ID: "http-generic", Name: "HTTP", AirflowType: "http", AuthMethodName: "Any",
		Description: "Call an HTTP service.", ProviderPackageName: "apache-airflow-providers-http",
		Parameters: []authParameter{
			authField("host", "Host", true, false),
			withDataType(authField("port", "Port", false, false), dataInteger, "443"),
			authField("schema", "Scheme", false, false),
			authField("login", "Username", false, false),
			authField("password", "Password", false, true),
			authExtra("authorization", "Authorization header", false, true),
			authExtra("accept", "Accept header", false, false),
		},
	},
}

// snowflakeParameters are what all ways to log in to Snowflake share.
var snowflakeParameters = []authParameter{
	authField("schema", "Schema", false, false),
	withPattern(authExtra("account", "Account", true, false), "^[A-Za-z0-9_.-]+$", "xy12345.eu-central-1"),
	authExtra("warehouse", "Warehouse", false, false),
	authExtra("database", "Database", false, false),
	authExtra("role", "Role", false, false),
	withDataType(authExtra("client_session_keep_alive", "Keep the session alive", false, false), dataBoolean, "true"),
}

// authField is a text parameter that is a field of the connection.
func authField(name, friendly string, required, secret bool) authParameter {
	return authParameter{
		AirflowParamName: name, FriendlyName: friendly, DataType: dataString, Description: friendly + ".",
		IsRequired: required, IsSecret: secret,
	}
}

// authExtra is a text parameter that is a member of extra.
func authExtra(name, friendly string, required, secret bool) authParameter {
	p := authField(name, friendly, required, secret)
	p.IsInExtra = true
	return p
}

// withDataType changes the data type of a parameter.
func withDataType(p authParameter, dataType, example string) authParameter {
	p.DataType, p.Example = dataType, example
	return p
}

// withPattern limits a parameter to a pattern.
func withPattern(p authParameter, pattern, example string) authParameter {
	p.Pattern, p.Example = pattern, example
	return p
}

// authTypeByID returns an auth type; nil for an unknown one.
func authTypeByID(id string) *authType {
	return find(authCatalogue, func(a *authType) bool { return a.ID == id })
}

// extraParameter returns the parameter for a member of extra; nil when the auth
// type does not know the member.
func (a *authType) extraParameter(name string) *authParameter {
	for i := range a.Parameters {
		if p := &a.Parameters[i]; p.IsInExtra && p.AirflowParamName == name {
			return p
		}
	}
	return nil
}

// checkAuthType refuses an authTypeId that is not in the catalogue.
func (c *call) checkAuthType(sent fieldValues) *apiError {
	id := sent.text("authTypeId")
	if id == "" || authTypeByID(id) != nil || c.sw().UnknownAuthTypeAccepted {
		return nil
	}
	return invalidField("connection.authTypeId", "oneof", "connection.authTypeId: the auth type %q is not known", id)
}
