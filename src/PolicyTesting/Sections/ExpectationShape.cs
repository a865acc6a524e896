using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Testing.Files;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>What is expected: a verdict with its reason in one line, or a map that says more.</summary>
internal sealed class ExpectationShape : Shape<Expectation>
{
    private static readonly ChoiceShape<Verdict> Verdicts = Choice.Of(Verdict.None);
    private static readonly ChoiceShape<Reason> Reasons = Upper(Reason.None);
    private static readonly ChoiceShape<string> Messages = new([("none", ""), .. UserMessages.Keys.Order(StringComparer.Ordinal).Select(key => (key, key))]);
    private static readonly ListShape<string> Names = new(Texts.Short, "names", 0, 256);

    private static readonly PolicyKey<Verdict> VerdictIs = new("verdict", Verdicts, "The verdict.") { Required = true, Default = Verdict.Deny };
    private static readonly PolicyKey<Reason> ReasonIs = new("reason", Reasons, "The reason; required unless the verdict is allow, whose reason is OK.") { DefaultText = "OK for allow" };
    private static readonly PolicyKey<Verdict> Enforced = new("enforced", Verdicts, "What the verdict would be had every rule been enforced: for rules in monitor.");
    private static readonly PolicyKey<ImmutableArray<string>> Findings = new("findings", Names, "Codes that are among the findings, as budget.campaign; those in monitor too.") { Default = [] };
    private static readonly PolicyKey<ImmutableArray<string>> Details = new("details", Names, "Texts that stand in the details of the findings, as \"905/1000 credits\".") { Default = [] };
    private static readonly PolicyKey<ImmutableArray<Obligations>> ObligationsAre = new("obligations", new ListShape<Obligations>(Upper(Obligations.None), "obligations", 0, 6), "Exactly these obligations.") { Default = [] };
    private static readonly PolicyKey<string> Message = new("message", Messages, "Key of the sentence that the person is shown, or none.");
    private static readonly PolicyKey<RiskLevel> Risk = new("risk", Choice.Of(RiskLevel.None), "tool_call: the risk that the verdict stands on.");
    private static readonly PolicyKey<int> Strikes = new("strikes", new WholeNumberShape(0, 1000), "input: strikes that count now.");
    private static readonly PolicyKey<ImmutableArray<string>> Cut = new("cut", Names, "input: ids of the untrusted texts of which something was cut, in order.") { Default = [] };
    private static readonly PolicyKey<string> Sanitized = new("sanitized", new JsonShape(), "tool_output: all that the model sees, as YAML.");
    private static readonly PolicyKey<ImmutableArray<string>> Dropped = new("dropped", Names, "tool_output: the fields that were dropped, all of them, in any order.") { Default = [] };
    private static readonly PolicyKey<string> Error = new("error", Messages, "tool_output: key of the sentence that stands for the tool's error, or none.");
    private static readonly PolicyKey<string> Redacted = new("redacted", FixtureTexts.Raw, "output: the reply as it may leave.");

    private static readonly RecordShape<Expectation> Whole = new(
        "expect",
        "What is expected of a decision. In one line, `allow` or `deny RATE_LIMITED`, or as a map that says more; a key that is absent is not looked at.",
        [VerdictIs, ReasonIs, Enforced, Findings, Details, ObligationsAre, Message, Risk, Strikes, Cut, Sanitized, Dropped, Error, Redacted],
        Read,
        isWhole: true);

    public override string Label => "a verdict with its reason, as allow or deny RATE_LIMITED, or a map";

    public override RecordShape? Record => Whole.Record;

    public override bool TryRead(PolicyNode node, PolicyReading reading, out Expectation value)
    {
        if (node is not ScalarNode { Meaning: ScalarMeaning.Text } scalar)
        {
            return node is MapNode ? Whole.TryRead(node, reading, out value) : Refuse(node, reading, out value);
        }

        value = null!;
        var words = scalar.Text.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !Verdicts.TryRead(Word(node, words[0]), reading, out var verdict))
        {
            return words.Length > 0 ? false : Refuse(node, reading, out value);
        }

        var reason = Reason.Ok;
        if (words.Length == 2 ? !Reasons.TryRead(Word(node, words[1]), reading, out reason) : !HasReason(verdict, null, node, reading))
        {
            return false;
        }

        value = new Expectation { Verdict = verdict, Reason = reason };
        return true;
    }

    public override JsonObject Schema(JsonObject definitions)
    {
        definitions.TryAdd("expectation", Whole.Schema(definitions));
        var line = new JsonObject { ["type"] = "string", ["pattern"] = "^(allow|(allow|allow_post_review|require_approval|escalate|deny) [A-Z_]+)$" };
        return new JsonObject { ["anyOf"] = new JsonArray(line, new JsonObject { ["$ref"] = "#/$defs/expectation" }) };
    }

    private static Expectation? Read(RecordReader expect)
    {
        var verdict = expect.Get(VerdictIs);
        Reason? reason = expect.TryGet(ReasonIs, out var said) ? said : null;
        if (expect.Has(VerdictIs) && !expect.Has(ReasonIs) && !HasReason(verdict, reason, expect.Map, expect.Reading))
        {
            return null;
        }

        return new Expectation
        {
            Verdict = verdict,
            Reason = reason ?? Reason.Ok,
            Enforced = expect.TryGet(Enforced, out var enforced) ? enforced : null,
            Findings = expect.Get(Findings),
            Details = expect.Get(Details),
            Obligations = expect.TryGet(ObligationsAre, out var obligations) ? obligations.Aggregate(Obligations.None, (all, one) => all | one) : null,
            Message = expect.TryGet(Message, out var message) ? message : null,
            Risk = expect.TryGet(Risk, out var risk) ? risk : null,
            Strikes = expect.TryGet(Strikes, out var strikes) ? strikes : null,
            Cut = expect.TryGet(Cut, out var cut) ? cut : null,
            Sanitized = expect.TryGet(Sanitized, out var sanitized) ? sanitized : null,
            Dropped = expect.TryGet(Dropped, out var dropped) ? dropped : null,
            Error = expect.TryGet(Error, out var error) ? error : null,
            Redacted = expect.TryGet(Redacted, out var redacted) ? redacted : null,
        };
    }

    /// <summary>A denial for the wrong reason is no test passed: every expectation says why.</summary>
    private static bool HasReason(Verdict verdict, Reason? reason, PolicyNode node, PolicyReading reading)
    {
        if (verdict == Verdict.Allow || reason is not null)
        {
            return true;
        }

        reading.Fault(node, $"must say the reason too, as deny RATE_LIMITED; only allow needs none");
        return false;
    }

    private static ScalarNode Word(PolicyNode whole, string word) => new(whole.Place, word, isPlain: false) { Parent = whole.Parent, Key = whole.Key, Index = whole.Index };

    private static ChoiceShape<T> Upper<T>(params T[] except)
        where T : struct, Enum =>
        new([.. Enum.GetValues<T>().Except(except).Select(value => (JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()), value))]);
}
