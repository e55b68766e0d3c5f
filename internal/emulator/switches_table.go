package emulator

// switchClass says which profile turns a switch.
type switchClass int

const (
	// classUnknown is turned by ProfileContrary.
	classUnknown switchClass = iota
	// classProbe is turned by no profile.
	classProbe
	// classAxiom is true in every profile and only ever broken by hand.
	classAxiom
)

// switchRow describes one switch for the command line and /_emulator/switches.
type switchRow struct {
	name  string
	off   string // the word for false
	on    string // the word for true
	class switchClass
	field func(*Switches) *bool
}

// switchTable returns all switches, in the order of the Switches fields.
func switchTable() []switchRow {
	rows := deploymentSwitches()
	rows = append(rows, platformSwitches()...)
	rows = append(rows, hibernationSwitches()...)
	rows = append(rows, tokenSwitches()...)
	rows = append(rows, environmentSwitches()...)
	return append(rows, fixedSwitches()...)
}

// deploymentSwitches are the unknowns of Deployments.
func deploymentSwitches() []switchRow {
	return []switchRow{
		{"omitted-scaling-spec", "keep", "clear", classUnknown, func(s *Switches) *bool { return &s.OmittedScalingSpecClears }},
		{"omitted-contact-emails", "keep", "clear", classUnknown, func(s *Switches) *bool { return &s.OmittedContactEmailsClears }},
		{"omitted-description", "keep", "clear", classUnknown, func(s *Switches) *bool { return &s.OmittedDescriptionClears }},
		{"omitted-worker-queues", "keep", "reset", classUnknown, func(s *Switches) *bool { return &s.OmittedWorkerQueuesReset }},
		{"omitted-resources", "keep", "reset", classUnknown, func(s *Switches) *bool { return &s.OmittedResourcesReset }},
		{"omitted-remote-execution", "keep", "clear", classUnknown, func(s *Switches) *bool { return &s.OmittedRemoteExecutionClears }},
		{"omitted-development-mode", "keep", "clear", classUnknown, func(s *Switches) *bool { return &s.OmittedDevelopmentModeClears }},
		{"secret-to-plain", "refuse", "accept", classUnknown, func(s *Switches) *bool { return &s.SecretToPlainAccepted }},
		{"duplicate-variables", "refuse", "last-wins", classUnknown, func(s *Switches) *bool { return &s.DuplicateVariablesLastWins }},
		{"nested-order", "sent", "shuffled", classUnknown, func(s *Switches) *bool { return &s.NestedOrderShuffled }},
		{"queue-without-id", "match-by-name", "recreate", classUnknown, func(s *Switches) *bool { return &s.QueueWithoutIDRecreated }},
		{"workspace-move", "refuse", "ignore", classUnknown, func(s *Switches) *bool { return &s.WorkspaceMoveIgnored }},
		{"dag-deploy-toggle", "accept", "refuse", classUnknown, func(s *Switches) *bool { return &s.DagDeployToggleRefused }},
		{"cicd-default", "workspace", "off", classUnknown, func(s *Switches) *bool { return &s.CicdDefaultIgnored }},
		{"update-while-creating", "accept", "refuse", classUnknown, func(s *Switches) *bool { return &s.UpdateWhileCreatingRefused }},
		{"update-while-deploying", "accept", "refuse", classUnknown, func(s *Switches) *bool { return &s.UpdateWhileDeployingRefused }},
		{"status-after-update", "unchanged", "deploying", classUnknown, func(s *Switches) *bool { return &s.UpdateDeploys }},
		{"create-without-type", "standard", "refuse", classUnknown, func(s *Switches) *bool { return &s.TypeRequired }},
		{"create-without-runtime", "newest", "refuse", classUnknown, func(s *Switches) *bool { return &s.RuntimeRequired }},
		{"remote-execution-on-standard", "refuse", "accept", classUnknown, func(s *Switches) *bool { return &s.RemoteExecutionOnStandardAccepted }},
		{"celery-task-pool", "keep-sent", "drop", classUnknown, func(s *Switches) *bool { return &s.TaskPoolOfCeleryDropped }},
		{"contact-emails", "as-sent", "normalised", classUnknown, func(s *Switches) *bool { return &s.ContactEmailsNormalised }},
		{"quantities", "as-sent", "normalised", classUnknown, func(s *Switches) *bool { return &s.QuantitiesNormalised }},
		{"name-filter", "exact", "fold-case", classUnknown, func(s *Switches) *bool { return &s.NameFilterFoldsCase }},
	}
}

// platformSwitches are the unknowns of Workspaces and of the transport.
func platformSwitches() []switchRow {
	return []switchRow{
		{"delete-full-workspace", "refuse", "delete", classUnknown, func(s *Switches) *bool { return &s.WorkspaceWithDeploymentsDeleted }},
		{"omitted-workspace-defaults", "keep", "clear", classUnknown, func(s *Switches) *bool { return &s.OmittedWorkspaceDefaultsClear }},
		{"workspace-names", "free", "unique", classUnknown, func(s *Switches) *bool { return &s.WorkspaceNamesUnique }},
		{"empty-text", "absent", "shown", classUnknown, func(s *Switches) *bool { return &s.EmptyTextShown }},
		{"times", "seconds", "fractions", classUnknown, func(s *Switches) *bool { return &s.TimesHaveFractions }},
		{"retry-after", "absent", "sent", classUnknown, func(s *Switches) *bool { return &s.RetryAfterSent }},
		{"show-secrets-refusal", "method-not-allowed", "forbidden", classUnknown, func(s *Switches) *bool { return &s.ShowSecretsForbidden }},
		{"foreign-organization", "not-found", "forbidden", classUnknown, func(s *Switches) *bool { return &s.ForeignOrganizationForbidden }},
	}
}

// hibernationSwitches are the unknowns of hibernation.
func hibernationSwitches() []switchRow {
	return []switchRow{
		{"past-override", "refuse", "accept", classUnknown, func(s *Switches) *bool { return &s.PastOverrideAccepted }},
		{"expired-override", "inactive", "dropped", classUnknown, func(s *Switches) *bool { return &s.ExpiredOverrideDropped }},
		{"delete-missing-override", "no-content", "not-found", classUnknown, func(s *Switches) *bool { return &s.MissingOverrideNotFound }},
		{"schedules-constraints", "refuse", "accept", classUnknown, func(s *Switches) *bool { return &s.SchedulesUnconstrained }},
		{"cron", "validate", "accept", classUnknown, func(s *Switches) *bool { return &s.CronUnchecked }},
	}
}

// tokenSwitches are the unknowns of API tokens.
func tokenSwitches() []switchRow {
	return []switchRow{
		{"namesake-token", "accept", "refuse", classUnknown, func(s *Switches) *bool { return &s.NamesakeTokenRefused }},
		{"rotation-expiry", "renew", "keep", classUnknown, func(s *Switches) *bool { return &s.RotationKeepsExpiry }},
		{"tokens-of-deleted", "vanish", "stay", classUnknown, func(s *Switches) *bool { return &s.TokensOfDeletedStay }},
		{"agent-token-without-remote-execution", "accept", "refuse", classUnknown, func(s *Switches) *bool { return &s.AgentTokenNeedsRemoteExecution }},
	}
}

// environmentSwitches are the unknowns of environment objects.
func environmentSwitches() []switchRow {
	return []switchRow{
		{"empty-connection-field", "unset", "store", classUnknown, func(s *Switches) *bool { return &s.EmptyConnectionFieldStored }},
		{"base-extra", "merge", "replace-visible", classUnknown, func(s *Switches) *bool { return &s.BaseExtraVisibleReplaced }},
		{"null-extra-member", "remove", "ignore", classUnknown, func(s *Switches) *bool { return &s.NullExtraMemberIgnored }},
		{"override-extra", "merge", "replace-visible", classUnknown, func(s *Switches) *bool { return &s.OverrideExtraVisibleReplaced }},
		{"partial-override", "replace-visible", "merge", classUnknown, func(s *Switches) *bool { return &s.PartialOverrideMerged }},
		{"resolved-extra", "merge", "replace", classUnknown, func(s *Switches) *bool { return &s.ResolvedExtraReplaced }},
		{"empty-override-secret", "keep", "clear", classUnknown, func(s *Switches) *bool { return &s.EmptyOverrideSecretClears }},
		{"empty-override", "clear", "keep", classUnknown, func(s *Switches) *bool { return &s.EmptyOverrideKept }},
		{"omitted-object-description", "keep", "clear", classUnknown, func(s *Switches) *bool { return &s.OmittedObjectDescriptionClears }},
		{"links-to-deleted-deployment", "vanish", "stay", classUnknown, func(s *Switches) *bool { return &s.StaleLinksStay }},
		{"stale-link", "accept", "refuse", classUnknown, func(s *Switches) *bool { return &s.StaleLinkRefused }},
		{"unknown-link", "not-found", "bad-request", classUnknown, func(s *Switches) *bool { return &s.UnknownLinkBadRequest }},
		{"unknown-scope-filter", "not-found", "empty", classUnknown, func(s *Switches) *bool { return &s.UnknownScopeListsNothing }},
		{"link-of-excluded", "refuse", "accept", classUnknown, func(s *Switches) *bool { return &s.LinkOfExcludedAccepted }},
		{"exclude-of-linked", "refuse", "unlink", classUnknown, func(s *Switches) *bool { return &s.ExcludeOfLinkedUnlinks }},
		{"exclude-linking", "200", "204", classUnknown, func(s *Switches) *bool { return &s.ExcludeLinkingAnswers204 }},
		{"omitted-links", "remove", "keep", classUnknown, func(s *Switches) *bool { return &s.OmittedLinksKept }},
		{"metrics-maps", "merge", "replace", classUnknown, func(s *Switches) *bool { return &s.MetricsMapsReplaced }},
		{"omitted-plain-value", "keep", "clear", classUnknown, func(s *Switches) *bool { return &s.OmittedPlainValueClears }},
		{"same-key-elsewhere", "accept", "refuse", classUnknown, func(s *Switches) *bool { return &s.SameKeyElsewhereRefused }},
		{"masked-extra", "absent", "blank", classUnknown, func(s *Switches) *bool { return &s.MaskedExtraBlank }},
		{"masked-password", "absent", "blank", classUnknown, func(s *Switches) *bool { return &s.MaskedPasswordBlank }},
		{"empty-links", "empty", "absent", classUnknown, func(s *Switches) *bool { return &s.EmptyLinksAbsent }},
		{"auth-type", "resolved", "absent", classUnknown, func(s *Switches) *bool { return &s.AuthTypeUnresolved }},
		{"unknown-auth-type", "refuse", "accept", classUnknown, func(s *Switches) *bool { return &s.UnknownAuthTypeAccepted }},
		{"show-secrets", "refuse", "allow", classUnknown, func(s *Switches) *bool { return &s.ShowSecretsAllowed }},
		{"resolve-linked", "works", "fails", classUnknown, func(s *Switches) *bool { return &s.ResolveLinkedFails }},
		{"resolved-ids", "absent", "blank", classUnknown, func(s *Switches) *bool { return &s.ResolvedIDBlank }},
		{"set-fields", "documented", "more", classUnknown, func(s *Switches) *bool { return &s.ExtraSetFields }},
	}
}

// fixedSwitches are those that no profile turns.
func fixedSwitches() []switchRow {
	return []switchRow{
		{"standard-cluster-id", "absent", "present", classProbe, func(s *Switches) *bool { return &s.StandardClusterIDShown }},
		{"explicit-null", "absent", "refuse", classProbe, func(s *Switches) *bool { return &s.NullRefused }},
		{"override-time", "as-sent", "utc", classProbe, func(s *Switches) *bool { return &s.OverrideTimeNormalised }},
		{"deploy-while-hibernating", "refuse", "accept", classProbe, func(s *Switches) *bool { return &s.DeployWhileHibernatingAccepted }},
		{"update-while-hibernating", "accept", "refuse", classProbe, func(s *Switches) *bool { return &s.UpdateWhileHibernatingRefused }},
		{"reads", "fresh", "stale-once", classProbe, func(s *Switches) *bool { return &s.StaleReads }},
		{"connection-type", "mutable", "immutable", classProbe, func(s *Switches) *bool { return &s.ConnectionTypeImmutable }},
		{"extra", "answered", "hidden", classProbe, func(s *Switches) *bool { return &s.ExtraHidden }},
		{"bare-entry", "keeps-secrets", "keeps-everything", classProbe, func(s *Switches) *bool { return &s.BareEntryKeepsEverything }},
		{"omitted-connection-field", "clear", "keep", classProbe, func(s *Switches) *bool { return &s.OmittedConnectionFieldKept }},
		{"empty-password", "keep", "clear", classProbe, func(s *Switches) *bool { return &s.EmptyPasswordClears }},
		{"axiom-base-secret", "broken", "kept", classAxiom, func(s *Switches) *bool { return &s.AxiomBaseSecretKept }},
		{"axiom-listed-entry", "broken", "kept", classAxiom, func(s *Switches) *bool { return &s.AxiomListedEntryKeepsSecrets }},
		{"axiom-secret-variable", "broken", "kept", classAxiom, func(s *Switches) *bool { return &s.AxiomSecretVariableKept }},
	}
}
