// Package ownership lets several Terraform resources, states and teams own
// parts of one API object. Editor is the only writer of shared objects.
//
// # The problem
//
// A connection with all its links and overrides is one object of the API, and
// so is a Deployment with its schedules and variables. An update replaces the
// whole, and the API has no version to compare with: of two writers that read at
// the same time, the later erases what the earlier wrote. Whoever owns only a
// part must therefore repeat everything else, and must find out whether
// somebody repeated an old state over his part.
//
// # What an Editor does
//
// A caller hands over an Edit: how to change its own part of a request that
// repeats everything else, and how to see that the part stands. Edits of one
// object are gathered for a moment and carried out together in a cycle; one
// cycle at a time runs per object. A cycle
//
//   - waits for its turn to send an update, then reads the object afresh,
//   - makes the request that changes nothing (CarryEnvironmentObject,
//     CarryDeployment) and applies every edit to it; an edit whose own
//     precondition fails leaves with its error and nothing of it is written,
//   - writes. A write that the API refuses is sent in halves until the refused
//     edit is alone; after a 429, a fault or a lost answer the cycle starts over
//     with a fresh read, never with the old body,
//   - leaves what it wrote, and saw, to be settled: S after the last write the
//     object is read again. If every part stands and the writable part of the
//     object is as it was when last seen, it is settled. If the parts stand but
//     something else changed, the object rests for S once more without a write. If a
//     part is gone, or what was removed is back, it is written again after a random
//     pause. All of this is bounded; in the end there is a ConflictError that names
//     who else writes.
//
// A cycle answers for its own parts only. It never puts back a foreign entry
// that has vanished: the entry's owner may have destroyed it.
//
// # The run settles, not the call
//
// Terraform runs ten calls at a time, and a call that waits for S keeps its place
// from the next. So the promise belongs to the run: a run that ends with success
// has seen every part that it wrote standing on an object at rest, S after its last
// write there. A call whose part is written and seen returns at once while another
// call of the Editor is in flight; the other one bears its debt. The call that would
// return as the last one waits until nothing is owed, and fails with every part that
// could not be settled (UnsettledError), named by object and part. It is atomic who
// is the last: a call that waits is not in flight, so of two that would leave
// together one always stays. When the last call is interrupted, it names what is
// open.
//
// Two sorts of calls do not bear. What is created with an error and a state is
// tainted, so such a call (Edit.Fragile) answers for itself alone; it may leave its
// own debt to others. And an edit of a part that is written but not settled waits
// for that (Edit.Part), unless the earlier one promised no more than that the part is
// there: a later edit may leave standing less than was promised, as a link that is
// made anew says nothing of the override that a stale writer may bring back.
// An edit that makes an earlier part of the run fall all the same has taken its
// place: the answer of its write shows that, and the debt ends.
//
// While others of the run bear, an object may be written many times before it
// rests. Processes that wait for it to come to rest must get their chance, so after
// maxUnsettled writes, or maxUnsettledTimes·S, it is settled before the next write.
//
// # Why that is enough between processes
//
// Call the time from sending a read to receiving the answer of the write made
// from it the window, and assume that every verifying writer keeps it under W.
// Whoever erases our part has read before our write was committed, so his own
// write is committed less than W after that. S is 2.5·W, so a first eraser is
// always seen. But what we see standing may be standing only for now: a second
// writer may have read from the state that the first eraser left, before our
// repair. Therefore the object must also be as we left it: any writer that still
// holds a state without our part must have read it after somebody wrote such a
// state, which changes the object and starts the wait anew. Seeing
// that the part is present is not enough, seeing an object at rest is.
//
// W and S are fixed by settings, never derived from measured latency: other
// processes rely on them. A read that is older than W/2 when the write can go
// out is repeated.
//
// # What a write carries
//
// The API keeps of an entry of links that is listed bare the secret fields only,
// and clears the fields of a connection that are left out (API facts, E.5). So a
// write lists every entry with the override fields that reads show, and of the
// object itself every visible field. Never carried is what reads hide, or may
// hide: secrets, blank texts, rows of asterisks.
//
// # Three axioms
//
// What is hidden cannot be repeated. No client could be safe without these, and the
// package says loudly, at the first write, when one does not hold (AxiomError), by
// comparing which fields have a value before and after. It then refuses every
// further write of the process.
//
//   - A secret of an environment object (the password of a connection, a secret
//     member of its extra, a secret value) that an update leaves out is kept, also
//     when other members of the same extra are sent.
//   - The secret fields of an entry that an update lists with its visible fields
//     only are kept. The password of a metrics export's override is excepted: the
//     platform loses it at every update, and its owner has to send it again.
//   - A secret variable of a Deployment that is sent without a value keeps it.
//
// One thing that the API dropped looks like one that its owner removed between
// our read and our write. So a sort of thing counts as dropped only when all of it
// is gone and no earlier write of the process has shown that it is kept. Even
// then the cycle first waits and reads, up to six times S, while nothing of the
// process is written: our write has brought the emptied entry of a link, or the
// key of a variable, back, so an owner who removed it removes it again, as an
// environment that is torn down does. Where that does not come, because
// somebody removed the only foreign secret of an override and left its link, or
// the only secret of the connection itself, the alarm is false, and its text says so.
//
// The value of a secret variable is never read. That it was lost shows only if
// the API then shows it as an empty text, or if the variable's time moved
// although that of a plain variable, sent unchanged, did not. On a Deployment that has only
// secret variables, or in an API that moves all times or none, the loss of a
// value cannot be seen by anybody but the tasks that use it. The same is true
// of a secret field that the API would replace by another value instead of dropping it.
//
// # What remains
//
//   - A writer that does not verify (a person in the UI, the Astro CLI) loses
//     what it writes inside our window, usually a fraction of a second: our
//     write repeats what we read before. That holds for the visible fields of
//     overrides too: one that a person sets or removes in that moment is put back.
//   - A member of extra whose value is the empty text looks like a hidden one and is
//     not repeated; the API may drop it from an override.
//   - The authentication method of a connection is cleared where reads do not show it.
//   - A write that is committed later than W after its read, by any client, can
//     erase what was reported as done. Networks on which a read takes longer than
//     W/2 need a longer settle_time, the same in all configurations that share objects.
//   - With settling switched off (settle_time = "0s") other processes are not
//     looked for at all.
//   - When a write's answer was lost and the object then shows the caller's part,
//     it is taken for the caller's own, although somebody else could have written the
//     same in that moment.
//   - A part that the API accepts and does not carry out is an IgnoredError
//     after a second try.
//
// In each case the next plan shows what is missing.
package ownership
