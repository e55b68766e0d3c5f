package emulator

// Switches decide what the platform's documentation leaves open. Every field is
// one unknown of the API facts (section J and the rows marked unknown), false
// being the more likely answer: the zero value, apart from the axioms, is
// ProfileUsual. The names for the command line are in switchTable.
type Switches struct {
	// Deployments (API facts, C.4 to C.12, J.1).

	// OmittedScalingSpecClears: an update without scalingSpec clears schedules and override
	// instead of keeping them (D.5).
	OmittedScalingSpecClears bool
	// OmittedContactEmailsClears: an update without contactEmails removes them instead of
	// keeping them (C.5).
	OmittedContactEmailsClears bool
	// OmittedDescriptionClears: an update of a Deployment without description clears it
	// instead of keeping it.
	OmittedDescriptionClears bool
	// OmittedWorkerQueuesReset: an update without workerQueues resets them to one default
	// queue instead of keeping them (C.6).
	OmittedWorkerQueuesReset bool
	// OmittedResourcesReset: an update without pod sizes or quotas resets them to the
	// platform's defaults instead of keeping them.
	OmittedResourcesReset bool
	// OmittedRemoteExecutionClears: an update without remoteExecution removes it instead of
	// keeping it (C.8).
	OmittedRemoteExecutionClears bool
	// OmittedDevelopmentModeClears: an update without isDevelopmentMode turns development
	// mode off instead of keeping it.
	OmittedDevelopmentModeClears bool
	// SecretToPlainAccepted: making a secret variable of a Deployment a plain one is
	// accepted, with an empty value, instead of refused.
	SecretToPlainAccepted bool
	// DuplicateVariablesLastWins: of two variables with one key the last one wins instead of
	// a 400.
	DuplicateVariablesLastWins bool
	// NestedOrderShuffled: variables, contact emails, queues, schedules, links and excludes
	// come back in another order than they were sent in (C.12).
	NestedOrderShuffled bool
	// QueueWithoutIDRecreated: a worker queue sent without its id is made anew, with a new
	// id, instead of matched by name (C.6).
	QueueWithoutIDRecreated bool
	// WorkspaceMoveIgnored: another workspaceId in an update is ignored instead of a 400.
	WorkspaceMoveIgnored bool
	// DagDeployToggleRefused: switching DAG deploys while CI/CD is enforced is a 400 (C.2).
	DagDeployToggleRefused bool
	// CicdDefaultIgnored: a create without isCicdEnforced gets false instead of the
	// Workspace's default.
	CicdDefaultIgnored bool
	// UpdateWhileCreatingRefused: updating a Deployment that is CREATING is a 400 (C.9).
	UpdateWhileCreatingRefused bool
	// UpdateWhileDeployingRefused: updating a Deployment that is DEPLOYING is a 400 (C.9).
	UpdateWhileDeployingRefused bool
	// UpdateDeploys: an update leaves the Deployment DEPLOYING for Options.ReadyAfter
	// instead of leaving its status alone (C.9).
	UpdateDeploys bool
	// TypeRequired: creating a Deployment without type is a 400 instead of a STANDARD one.
	TypeRequired bool
	// RuntimeRequired: creating a Deployment without astroRuntimeVersion is a 400 instead of
	// the newest one.
	RuntimeRequired bool
	// RemoteExecutionOnStandardAccepted: STANDARD Deployments may use remote execution
	// (C.8).
	RemoteExecutionOnStandardAccepted bool
	// TaskPoolOfCeleryDropped: a HYBRID Deployment with the executor CELERY drops its
	// taskPodNodePoolId even when it is sent, instead of only when it is left out (C.3).
	TaskPoolOfCeleryDropped bool
	// ContactEmailsNormalised: contact emails come back in lower case and without duplicates
	// (C.5).
	ContactEmailsNormalised bool
	// QuantitiesNormalised: CPU and memory come back in canonical spelling: "10.0" as "10",
	// "20480Mi" as "20Gi" (C.12).
	QuantitiesNormalised bool
	// NameFilterFoldsCase: filters by name and by object key ignore case (C.10).
	NameFilterFoldsCase bool

	// Workspaces and transport (API facts, B.2, A.4, J.4).

	// WorkspaceWithDeploymentsDeleted: deleting a Workspace that has Deployments deletes
	// those too instead of a 400.
	WorkspaceWithDeploymentsDeleted bool
	// OmittedWorkspaceDefaultsClear: an update without the default cluster, provider and
	// region clears them instead of keeping them.
	OmittedWorkspaceDefaultsClear bool
	// WorkspaceNamesUnique: a second Workspace of the same name is a 400.
	WorkspaceNamesUnique bool
	// EmptyTextShown: an empty description is answered as "" instead of left out.
	EmptyTextShown bool
	// TimesHaveFractions: times are answered with fractions of a second (A.3).
	TimesHaveFractions bool
	// RetryAfterSent: a 429 carries Retry-After.
	RetryAfterSent bool
	// ShowSecretsForbidden: the refusal of showSecrets is a 403 instead of a 405 (E.4).
	ShowSecretsForbidden bool
	// ForeignOrganizationForbidden: an organization that the token does not belong to is a
	// 403 instead of a 404.
	ForeignOrganizationForbidden bool

	// Hibernation (API facts, D, J.2).

	// PastOverrideAccepted: an overrideUntil that has passed is accepted, and the override
	// is not active, instead of a 400.
	PastOverrideAccepted bool
	// ExpiredOverrideDropped: an override that has expired disappears instead of reading
	// back with isActive false.
	ExpiredOverrideDropped bool
	// MissingOverrideNotFound: deleting a hibernation override that is not there is a 404
	// instead of a 204.
	MissingOverrideNotFound bool
	// SchedulesUnconstrained: schedules are accepted with high availability or a scheduler
	// that is not SMALL.
	SchedulesUnconstrained bool
	// CronUnchecked: schedules whose cron does not parse are accepted, and never fire,
	// instead of a 400.
	CronUnchecked bool

	// API tokens (API facts, F).

	// NamesakeTokenRefused: a second token of one name in the same organization, Workspace or
	// Deployment is a 409 instead of another token.
	NamesakeTokenRefused bool
	// RotationKeepsExpiry: a rotated token ends when it would have ended instead of anew
	// after its period.
	RotationKeepsExpiry bool
	// TokensOfDeletedStay: tokens of a deleted Workspace or Deployment stay, and are good for
	// nothing, instead of vanishing.
	TokensOfDeletedStay bool
	// AgentTokenNeedsRemoteExecution: an agent token for a Deployment without remote
	// execution is a 400 instead of a token that nothing uses.
	AgentTokenNeedsRemoteExecution bool

	// Environment objects (API facts, E, J.3).

	// EmptyConnectionFieldStored: a field of a connection sent as "" is stored as set to the
	// empty text instead of unset.
	EmptyConnectionFieldStored bool
	// BaseExtraVisibleReplaced: the extra of a connection replaces the visible members of
	// the stored one instead of being merged into it member by member; secret members are
	// kept either way (E.5).
	BaseExtraVisibleReplaced bool
	// NullExtraMemberIgnored: a member of a connection's extra sent as JSON null stays as it
	// is instead of being removed.
	NullExtraMemberIgnored bool
	// OverrideExtraVisibleReplaced: the extra of an override replaces the visible members of
	// the stored one instead of being merged member by member; secret members are kept.
	OverrideExtraVisibleReplaced bool
	// PartialOverrideMerged: an entry listed with some override fields keeps the visible ones
	// that it does not list, instead of losing them; secret fields are kept either way (E.5).
	PartialOverrideMerged bool
	// ResolvedExtraReplaced: a Deployment sees the extra of the override alone instead of
	// merged over the connection's.
	ResolvedExtraReplaced bool
	// EmptyOverrideSecretClears: a secret of an override sent as "" is cleared instead of
	// kept.
	EmptyOverrideSecretClears bool
	// EmptyOverrideKept: an override of a variable sent as an empty object changes nothing
	// instead of clearing the value (E.5).
	EmptyOverrideKept bool
	// OmittedObjectDescriptionClears: an update of an environment object without description
	// clears it instead of keeping it.
	OmittedObjectDescriptionClears bool
	// StaleLinksStay: links and excludes of a deleted Deployment stay in the object instead
	// of vanishing.
	StaleLinksStay bool
	// StaleLinkRefused: an update that lists a Deployment which no longer exists is a 400.
	StaleLinkRefused bool
	// UnknownLinkBadRequest: linking or excluding a Deployment that never existed in the
	// organization is a 400 instead of a 404.
	UnknownLinkBadRequest bool
	// UnknownScopeListsNothing: a list filtered by a Workspace or Deployment that does not
	// exist is empty instead of a 404.
	UnknownScopeListsNothing bool
	// LinkOfExcludedAccepted: a Deployment may be linked and excluded at once.
	LinkOfExcludedAccepted bool
	// ExcludeOfLinkedUnlinks: exclude-linking of a linked Deployment removes the link
	// instead of a 400.
	ExcludeOfLinkedUnlinks bool
	// ExcludeLinkingAnswers204: exclude-linking answers 204 instead of 200 without a body.
	ExcludeLinkingAnswers204 bool
	// OmittedLinksKept: an update without links keeps them instead of removing all; two
	// sources contradict each other (E.5).
	OmittedLinksKept bool
	// MetricsMapsReplaced: headers and labels of a metrics export replace the stored ones
	// instead of being merged member by member.
	MetricsMapsReplaced bool
	// OmittedPlainValueClears: an update of a plain variable without a value empties it
	// instead of keeping it.
	OmittedPlainValueClears bool
	// SameKeyElsewhereRefused: the key of a Workspace's object is a 409 in a Deployment of
	// that Workspace, and the other way round.
	SameKeyElsewhereRefused bool
	// MaskedExtraBlank: secret members of extra read back as "" instead of not at all (E.4).
	MaskedExtraBlank bool
	// MaskedPasswordBlank: passwords, overridden values of secret variables, and the auth
	// type of metrics exports read back as "" instead of not at all (E.4).
	MaskedPasswordBlank bool
	// EmptyLinksAbsent: an object without links has no links member instead of an empty list
	// (E.6).
	EmptyLinksAbsent bool
	// AuthTypeUnresolved: connectionAuthType is not answered (E.2).
	AuthTypeUnresolved bool
	// UnknownAuthTypeAccepted: an authTypeId that is not in the catalogue is accepted.
	UnknownAuthTypeAccepted bool
	// ShowSecretsAllowed: showSecrets=true answers secrets instead of a 405 (E.4).
	ShowSecretsAllowed bool
	// ResolveLinkedFails: resolveLinked=true with a deploymentId is a 500 (E.4).
	ResolveLinkedFails bool
	// ResolvedIDBlank: rows of resolveLinked=true have the id "" instead of none.
	ResolvedIDBlank bool
	// ExtraSetFields: setFields also names what no documentation lists: authTypeId and
	// isSecret (E.4).
	ExtraSetFields bool

	// Outside the profiles: no client could work with the second word, or evidence speaks
	// against it.

	// StandardClusterIDShown: Deployments of type STANDARD answer with a clusterId, which no
	// cluster has: the vendor's command line could not update them from a file (C.2).
	StandardClusterIDShown bool
	// NullRefused: a null in a request body is a 400 instead of the same as an absent field.
	// Those that the vendor's command line sends are accepted all the same (C.6, E.5).
	NullRefused bool
	// OverrideTimeNormalised: overrideUntil comes back in UTC instead of with the offset
	// that was sent, which the vendor's own tests rely on (D.4).
	OverrideTimeNormalised bool
	// DeployWhileHibernatingAccepted: code can be deployed to a hibernating Deployment,
	// against the documentation (D.6).
	DeployWhileHibernatingAccepted bool
	// UpdateWhileHibernatingRefused: updating a hibernating Deployment is a 400; a client
	// could only wake it first (D.6).
	UpdateWhileHibernatingRefused bool
	// StaleReads: the first GET of an object after a write answers what it was before (J.4).
	StaleReads bool
	// ConnectionTypeImmutable: changing the type of a connection is a 400 (E.2 contradicts
	// itself).
	ConnectionTypeImmutable bool
	// ExtraHidden: the extra of connections and overrides is never answered (E.4 contradicts
	// itself).
	ExtraHidden bool

	// BareEntryKeepsEverything: a link listed without overrides keeps all fields of its
	// override instead of the secret ones only. It is how the platform was read before its
	// newest client said otherwise, and a safe client is right under either reading (E.5).
	BareEntryKeepsEverything bool
	// OmittedConnectionFieldKept: an update keeps the fields of a connection that it omits
	// instead of clearing them; refuted by the platform's newest client (E.5).
	OmittedConnectionFieldKept bool
	// EmptyPasswordClears: the password "" of a connection clears it instead of keeping it,
	// and so do secret members of its extra; refuted by the platform's newest client (E.5).
	EmptyPasswordClears bool

	// Axioms: true in both profiles. Without them no client could be safe; each can be broken
	// alone.

	// AxiomBaseSecretKept: an update that omits the secrets of an object (the password of a
	// connection, secret members of its extra, the value of a secret variable) keeps them.
	AxiomBaseSecretKept bool
	// AxiomListedEntryKeepsSecrets: a link that is listed, bare or with visible fields only,
	// keeps the secret fields of its override.
	AxiomListedEntryKeepsSecrets bool
	// AxiomSecretVariableKept: a secret variable of a Deployment sent without a value keeps
	// the stored one.
	AxiomSecretVariableKept bool
}
