using System.Text.Json;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Reading;

namespace AiDesk.Policy.Service.Replay;

/// <summary>One side of a flip, in the names of records.</summary>
internal sealed record ReplayedSide(string Verdict, string Reason, string EnforcedVerdict, JsonElement Findings);

/// <summary>A past decision that the candidate would make otherwise.</summary>
internal sealed record Flip(Guid DecisionId, DateTimeOffset Time, string Rpc, string Tool, ReplayedSide Before, ReplayedSide After, IReadOnlyList<string> Assumed);

/// <summary>
/// Makes past decisions anew under one candidate: their captured question, their clock, their readings, and the pure engine. Nothing is counted and nothing
/// recorded. For one thread.
/// </summary>
internal sealed class ReplayRun(PolicySnapshot candidate)
{
    private readonly Evaluation _work = new();
    private readonly RecordBuffer _line = new();

    /// <summary>Decisions made anew.</summary>
    public int Replayed { get; private set; }

    public List<Flip> Flips { get; } = [];

    /// <summary>Decisions that could not be, by cause.</summary>
    public SortedDictionary<string, int> NotReplayable { get; } = new(StringComparer.Ordinal);

    public void Add(FoundRecord found)
    {
        using var document = JsonDocument.Parse(found.Json);
        var record = document.RootElement;
        CapturedDecision? captured;
        string cause;
        try
        {
            captured = CapturedReader.Read(record, out cause);
        }
        catch (Exception fault) when (fault is InvalidOperationException or FormatException or KeyNotFoundException or JsonException)
        {
            // Of another version of this service, or touched by somebody.
            (captured, cause) = (null, CapturedReader.Altered);
        }

        if (captured is null)
        {
            NotReplayable[cause] = NotReplayable.GetValueOrDefault(cause) + 1;
            return;
        }

        Replayed++;
        _work.Clear();
        var assumed = Decide(captured);
        var before = SideOf(record);
        var after = SideOf(captured);
        if (before.Verdict != after.Verdict || before.Reason != after.Reason || before.EnforcedVerdict != after.EnforcedVerdict)
        {
            Flips.Add(new Flip(found.Id, captured.Check.Context.Now, TextOf(record, "rpc"), TextOf(record, "tool"), before, after, assumed));
        }
    }

    private IReadOnlyList<string> Decide(CapturedDecision captured)
    {
        var check = captured.Check;
        if (check.Input is { } input)
        {
            PolicyEngine.InspectInput(candidate, input, _work);
            var assumed = ReplayedReadings.Fill(_work, captured);
            PolicyEngine.DecideInput(candidate, input, _work);
            return assumed;
        }

        if (check.ToolCall is { } call)
        {
            return Decide(call, check.Approved, captured);
        }

        if (check.ToolOutput is { } toolOutput)
        {
            PolicyEngine.InspectToolOutput(candidate, toolOutput, _work);
            var assumed = ReplayedReadings.Fill(_work, captured);
            PolicyEngine.DecideToolOutput(candidate, toolOutput, _work);
            return assumed;
        }

        PolicyEngine.InspectOutput(candidate, check.Output!.Value, _work);
        var asked = ReplayedReadings.Fill(_work, captured);
        PolicyEngine.DecideOutput(candidate, check.Output.Value, _work);
        return asked;
    }

    private IReadOnlyList<string> Decide(in ToolCallCheck call, bool approved, CapturedDecision captured)
    {
        if (approved)
        {
            PolicyEngine.InspectApproval(candidate, call, _work);
        }
        else
        {
            PolicyEngine.InspectToolCall(candidate, call, _work);
        }

        var assumed = ReplayedReadings.Fill(_work, captured);
        if (approved)
        {
            PolicyEngine.DecideApproval(candidate, call, _work);
        }
        else
        {
            PolicyEngine.DecideToolCall(candidate, call, _work);
        }

        return assumed;
    }

    private static ReplayedSide SideOf(JsonElement record) => new(
        TextOf(record, "verdict"),
        TextOf(record, "reason"),
        record.TryGetProperty("enforced_verdict", out var enforced) ? enforced.GetString()! : TextOf(record, "verdict"),
        record.TryGetProperty("findings", out var findings) ? findings.Clone() : default);

    /// <summary>As a record would have it: both sides are read in the same words.</summary>
    private ReplayedSide SideOf(CapturedDecision captured)
    {
        _line.Clear();
        DecisionLine.Write(_line, _work, new RequestFacts { Tenant = candidate.Tenant, Rpc = RecordedRpc.CheckInput, PolicyVersion = candidate.Version, Context = captured.Check.Context });
        _line.Json.WriteEndObject();
        using var document = JsonDocument.Parse(_line.Written);
        return SideOf(document.RootElement);
    }

    private static string TextOf(JsonElement record, string name) => record.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
