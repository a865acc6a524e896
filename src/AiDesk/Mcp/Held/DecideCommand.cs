using System.CommandLine;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Mcp.Held;

/// <summary>`aidesk mcp decide`: a person's word on a call that waits. The service gives the token to whoever approved; it is put where the gateway finds it.</summary>
internal static class DecideCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("decision") { Description = "The decision that holds the call." };
        var approve = new Option<bool>("--approve") { Description = "It may run, once, with the recorded arguments." };
        var reject = new Option<bool>("--reject") { Description = "It may not run." };
        var note = new Option<string>("--note") { Description = "For the record; at most 2,000 characters." };
        var subject = new ConnectionOptions("approver", "aidesk-approver");
        var command = new Command("decide", "Show a call that waits for people, and approve or reject it (role approver; never who asked).") { id, approve, reject, note };
        subject.AddTo(command);
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            if (parsed.GetValue(approve) && parsed.GetValue(reject))
            {
                throw CommandFailure.Usage("--approve and --reject exclude each other.");
            }

            var (store, call) = Find(Path.Combine(subject.StateDirectory(parsed), "mcp"), parsed.GetRequiredValue(id));
            terminal.Line(HeldCommand.Describe(call));
            if (!parsed.GetValue(approve) && !parsed.GetValue(reject))
            {
                return ExitStatus.Done;
            }

            using var connection = subject.Open(parsed);
            var request = new ResolveApprovalRequest
            {
                DecisionId = call.DecisionId,
                Approval = parsed.GetValue(approve) ? ApprovalDecision.Approve : ApprovalDecision.Reject,
                Note = parsed.GetValue(note) ?? "",
            };
            return Apply(store, call, await connection.Client.ResolveApprovalAsync(request, connection.Options(cancellation)).ConfigureAwait(false), terminal);
        });
        return command;
    }

    private static (HeldStore Store, HeldCall Call) Find(string root, string id)
    {
        var found = HeldStore.All(root).FirstOrDefault(held => string.Equals(held.Call.DecisionId, id, StringComparison.OrdinalIgnoreCase));
        return found.Call is not null ? found : throw CommandFailure.Usage($"No gateway keeps a call of decision '{id}' under {root}; --state-dir is to be the gateway's.");
    }

    private static int Apply(HeldStore store, HeldCall call, ResolveApprovalResponse answer, Terminal terminal)
    {
        switch (answer.State)
        {
            case ApprovalState.Rejected:
                store.Put(call, new Release { Rejected = true });
                terminal.Line("Rejected: it will not run.");
                return ExitStatus.Done;
            case ApprovalState.Approved when answer.CanonicalArgumentsJson == call.Arguments:
                store.Put(call, new Release { DecisionToken = answer.DecisionToken, ReservationId = answer.Reservation?.ReservationId ?? "" });
                terminal.Line($"Approved: the same call runs once when it is made again, until {answer.DecisionTokenExpiry.ToDateTimeOffset():u}.");
                return ExitStatus.Done;
            case ApprovalState.Approved:
                throw new CommandFailure(ExitStatus.Faulty, "The arguments that the service has recorded are not those of the gateway's file: it does not run.");
            case ApprovalState.Pending when answer.ApprovalsMissing > 0:
                terminal.Line($"Noted: {answer.ApprovalsMissing} more have to approve it.");
                return ExitStatus.Done;
            default:
                terminal.Line($"Approved, but policy does not let it run now ({WireName.Of(answer.Decision?.Reason ?? Reason.Unspecified)}): say --approve again later.");
                return ExitStatus.Faulty;
        }
    }
}
