using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Notifications;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Journals;
using AiDesk.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Policy.Service.Tests.Notifications;

/// <summary>The sender with real held calls, a real recorder and a real HTTP client, on a folder that outlives it.</summary>
internal sealed class NotificationBench : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly KeyRing Ring = KeyRing.Parse("k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    private readonly NotificationOptions _options;
    private readonly LineSink _sink = new();
    private readonly DecisionRecorder _recorder;
    private readonly WebhookClient _webhooks;

    public NotificationBench(string folder, NotificationOptions? options = null)
    {
        _options = options ?? Quick;
        _recorder = new DecisionRecorder(_sink, Journal.Open(new JournalOptions { Folder = Path.Combine(folder, "journal"), SegmentSize = 64 * 1024 }), Ring, TimeProvider.System);
        _webhooks = new WebhookClient(new WebhookSignature(Ring), TimeProvider.System, _options);
        Held = new HeldCalls(new WaitingOptions { StateFolder = folder }, TimeProvider.System);
        Sender = new NotificationSender(Held, _webhooks, _recorder, _options, TimeProvider.System, NullLogger<NotificationSender>.Instance);
    }

    public static NotificationOptions Quick { get; } = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(10),
        LongestPause = TimeSpan.FromMilliseconds(40),
        RecordPause = TimeSpan.FromMilliseconds(10),
        Attempts = 10_000,
    };

    public HeldCalls Held { get; }

    public NotificationSender Sender { get; }

    public DecisionRecorder Recorder => _recorder;

    public async Task<NotificationBench> StartAsync()
    {
        await Sender.StartAsync(CancellationToken.None);
        return this;
    }

    public HeldCall Escalate(params string[] notify) => Escalate("acme", notify);

    /// <summary>Holds an escalated call and tells whoever is to be told.</summary>
    public HeldCall Escalate(string tenant, string[] notify, bool showsArguments = false)
    {
        var now = DateTimeOffset.UtcNow;
        var call = new HeldCall
        {
            DecisionId = Guid.CreateVersion7(),
            Tenant = tenant,
            AskedBy = "bot",
            AskedFor = "customer-9",
            Tool = "review_contract",
            SessionId = "s-1",
            RunId = "run-1",
            CallId = "call-1",
            Arguments = """{"contact":"secreto@example.com"}""",
            Escalated = true,
            Reason = "RISK_LEVEL",
            Locale = "es",
            ApprovalsNeeded = 2,
            ApproverRoles = PrincipalRoles.Approver | PrincipalRoles.Admin,
            HeldAt = now,
            ExpiresAt = now.AddHours(24),
            Nonce = Guid.NewGuid(),
            Notices = [.. notify.Select(entry => new Notice(entry))],
            ShowsArguments = showsArguments,
        };
        Held.Hold(call).ShouldBe(HoldResult.Held);
        Sender.Tell(call);
        return call;
    }

    /// <summary>The next event of a notification.</summary>
    public async Task<JsonElement> EventAsync()
    {
        while (true)
        {
            var line = JsonDocument.Parse(await _sink.Lines.ReadAsync().AsTask().WaitAsync(Patience)).RootElement;
            if (line.GetProperty("type").GetString() == "notification")
            {
                return line;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sender.StopAsync(CancellationToken.None);
        Sender.Dispose();
        Held.Dispose();
        _webhooks.Dispose();
        await _recorder.DisposeAsync();
    }

    private sealed class LineSink : IRecordSink
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public ChannelReader<string> Lines => _lines.Reader;

        public ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
        {
            foreach (var line in Encoding.UTF8.GetString(batch.Lines.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                _lines.Writer.TryWrite(line);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlySet<Guid>> FindAsync(IReadOnlySet<Guid> ids, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlySet<Guid>>(new HashSet<Guid>());

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
