using System.Globalization;
using System.Runtime.InteropServices;
using AiDesk.Agent.Approvals;
using AiDesk.Agent.Outbox;
using AiDesk.Agent.Outbox.Channels;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;

// A process that is cut off in the middle: CONNECTION POINT KEY approve TENANT PERSON RUN HASH VERSION, or CONNECTION POINT KEY dispatch. At the point it is
// gone (SIGKILL, nothing is flushed); at Sending it stands still (SIGSTOP) until somebody lets it go on. What it has done otherwise it says on standard output.
[DllImport("libc", EntryPoint = "kill")]
[DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
static extern int Kill(int process, int signal);

const int killed = 9;
const int stopped = 19;
var point = Enum.Parse<KillPoint>(args[1]);
var killPoints = new KillPoints(reached =>
{
    if (reached == point)
    {
        _ = Kill(Environment.ProcessId, reached == KillPoint.Sending ? stopped : killed);
        if (reached != KillPoint.Sending)
        {
            // The signal ends the process; until it does, nothing more may happen here.
            Thread.Sleep(Timeout.Infinite);
        }
    }
});
var options = new DeskRunsOptions();
var signals = new DeskSignals();
await using var database = new DeskDatabase(args[0]);
if (args[3] == "approve")
{
    using var policy = new PolicyConnection(GrpcChannel.ForAddress("http://127.0.0.1:9"), new NoTokens(), TimeProvider.System);
    var approvals = new DraftApprovals(database, new HumanTextCheck(policy), signals, killPoints, TimeProvider.System);
    var caller = new DeskCaller(args[4], args[5], args[5], PrincipalRoles.Approver, "s-victim", "127.0.0.1");
    var request = new ApproveRunRequest { RunId = args[6], DraftHash = args[7], ConversationVersion = long.Parse(args[8], CultureInfo.InvariantCulture) };
    Console.WriteLine(await approvals.ApproveAsync(caller, request, CancellationToken.None));
}
else
{
    using var channels = new ChannelDirectory(new WebhookOptions { Keys = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["k1"] = Convert.FromHexString(args[2]) } }, TimeProvider.System);
    var attempt = new OutboxAttempt(database, channels, new Backoff(options), options, killPoints, TimeProvider.System);
    using var dispatcher = new OutboxDispatcher(database, attempt, signals, options, TimeProvider.System, NullLogger<OutboxDispatcher>.Instance);
    Console.WriteLine(await dispatcher.DispatchAsync(CancellationToken.None));
}

internal sealed class NoTokens : IPolicyTokens
{
    public string For(string tenant, string subject, PrincipalRoles roles) => "none";
}
