using System.Collections.Frozen;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Schemas.Json;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Policies;

public sealed class ConditionTests
{
    private const string Calls = """
        tenant: t
        sector: retail
        departments: { u-1: sales }
        attributes: { tier: { source: token }, score: { type: number, source: token } }
        tools:
          pay: { kind: billing, arguments: { type: object } }
          look: { kind: analyze, department: ops, arguments: { type: object } }

        """;

    [Theory]
    [InlineData("tools: [pay]", true)]
    [InlineData("tools: [look]", false)]
    [InlineData("tools: [look, pay]", true)]
    [InlineData("kinds: [billing]", true)]
    [InlineData("kinds: [analyze, discount]", false)]
    [InlineData("money_above: 99.99", true)]
    [InlineData("money_above: 100", false)]
    [InlineData("mode: autopilot", true)]
    [InlineData("mode: copilot", false)]
    [InlineData("department: sales", true)]
    [InlineData("department: ops", false)]
    [InlineData("department: [ops, sales]", true)]
    [InlineData("sector: retail", true)]
    [InlineData("sector: [fintech, healthcare]", false)]
    [InlineData("attribute: { name: tier, equals: gold }", true)]
    [InlineData("attribute: { name: tier, equals: silver }", false)]
    [InlineData("attribute: { name: tier, in: [silver, gold] }", true)]
    [InlineData("attribute: { name: tier, matches: \"^g\" }", true)]
    [InlineData("attribute: { name: score, above: 7 }", true)]
    [InlineData("attribute: { name: score, above: 7.5 }", false)]
    [InlineData("attribute: { name: score, equals: 7.50 }", true)]
    [InlineData("tools: [pay], mode: copilot", false)]
    [InlineData("tools: [pay], mode: autopilot", true)]
    [InlineData("all: [{ tools: [pay] }, { mode: autopilot }]", true)]
    [InlineData("all: [{ tools: [pay] }, { mode: copilot }]", false)]
    [InlineData("any: [{ tools: [look] }, { mode: autopilot }]", true)]
    [InlineData("any: [{ tools: [look] }, { mode: copilot }]", false)]
    [InlineData("not: { tools: [look] }", true)]
    [InlineData("not: { not: { tools: [look] } }", false)]
    public void Holds_CallOfAKnownShape(string condition, bool holds) => Holds(condition, "{}").ShouldBe(holds);

    [Theory]
    [InlineData("/a", "equals: x", """{"a":"x"}""", true)]
    [InlineData("/a", "equals: x", """{"a":"X"}""", false)]
    [InlineData("/a", "equals: x", """{"a":"\u0078"}""", true)]
    [InlineData("/a", "equals: 10", """{"a":10.0}""", true)]
    [InlineData("/a", "equals: 10", """{"a":1e1}""", true)]
    [InlineData("/a", "equals: 10", """{"a":"10"}""", false)]
    [InlineData("/a", "equals: true", """{"a":true}""", true)]
    [InlineData("/a", "equals: true", """{"a":false}""", false)]
    [InlineData("/a", "equals: true", """{"a":"true"}""", false)]
    [InlineData("/a", "in: [x, 5]", """{"a":5}""", true)]
    [InlineData("/a", "above: 20", """{"a":20}""", false)]
    [InlineData("/a", "above: 20", """{"a":20.0001}""", true)]
    [InlineData("/a", "above: -1, below: 1", """{"a":0}""", true)]
    [InlineData("/a", "above: 20", """{"a":20.00000000000000000000000000000000001}""", true)]
    [InlineData("/a", "equals: 0.1", """{"a":0.1000000000000000000000000000000001}""", false)]
    [InlineData("/a", "above: 20", """{"a":1e400}""", true)]
    [InlineData("/a", "below: 20", """{"a":-1e400}""", true)]
    [InlineData("/a", "matches: \"^[a-z]+$\"", """{"a":"abc"}""", true)]
    [InlineData("/a", "matches: \"^[a-z]+$\"", """{"a":"ab1"}""", false)]
    [InlineData("/a/b/1", "equals: y", """{"z":{"b":1},"a":{"b":["x","y"]}}""", true)]
    [InlineData("/a/b/2", "equals: y", """{"a":{"b":["x","y"]}}""", false)]
    [InlineData("/a~1b", "equals: y", """{"a/b":"y"}""", true)]
    [InlineData("/a/b", "equals: y", """{"a":"b"}""", false)]
    [InlineData("/a", "equals: y", """{"b":{"a":"y"}}""", false)]
    public void Holds_Argument(string pointer, string comparison, string arguments, bool holds) =>
        Holds($"argument: {{ pointer: \"{pointer}\", {comparison} }}", arguments).ShouldBe(holds);

    [Theory]
    [InlineData("above: 20", """{"a":"50"}""")]
    [InlineData("above: 20", """{"a":[50]}""")]
    [InlineData("above: 20", """{"a":null}""")]
    [InlineData("matches: \"x\"", """{"a":50}""")]
    [InlineData("matches: \"x\"", """{"a":{}}""")]
    [InlineData("equals: x", """{"a":["x"]}""")]
    [InlineData("matches: \"x\"", """{"a":true}""")]
    public void Holds_ArgumentThatCannotBeCompared_TakesTheSevereSide(string comparison, string arguments)
    {
        var condition = $"argument: {{ pointer: /a, {comparison} }}";

        Holds(condition, arguments).ShouldBeTrue("a review applies when in doubt");
        Holds($"not: {{ {condition} }}", arguments).ShouldBeTrue("a review applies when in doubt");
        HoldsUnless(condition, arguments).ShouldBeFalse("nothing is exempt when in doubt");
    }

    [Fact]
    public void Holds_AbsentValue_NeverHolds()
    {
        Holds("argument: { pointer: /a, below: 5 }", "{}").ShouldBeFalse();
        Holds("attribute: { name: tier, equals: gold }", "{}", new CallContext()).ShouldBeFalse();
    }

    [Fact]
    public void Holds_LongText_IsComparedWhole()
    {
        var text = new string('a', 10_000);

        Holds("argument: { pointer: /a, matches: \"^a+$\" }", $$"""{"a":"{{text}}"}""").ShouldBeTrue();
        Holds("argument: { pointer: /a, matches: \"^a+$\" }", $$"""{"a":"{{text}}b"}""").ShouldBeFalse();
    }

    private static bool Holds(string condition, string arguments) => Evaluate(Compile($"when: {{ {condition} }}").When, arguments, Context());

    private static bool Holds(string condition, string arguments, CallContext context) => Evaluate(Compile($"when: {{ {condition} }}").When, arguments, context);

    private static bool HoldsUnless(string condition, string arguments) => Evaluate(Compile($"when: {{ mode: copilot }}, unless: {{ {condition} }}").Unless!, arguments, Context());

    private static CallContext Context() => new()
    {
        Mode = CallMode.Autopilot,
        Department = "sales",
        Attributes = new Dictionary<string, string>(StringComparer.Ordinal) { ["tier"] = "gold", ["score"] = "7.5" }.ToFrozenDictionary(StringComparer.Ordinal),
    };

    private static ReviewRule Compile(string review) => Policy(review).Reviews[0];

    private static PolicySnapshot Policy(string review)
    {
        var compilation = new PolicyCompiler().Compile(PolicySources.Of("t", $"{Calls}\nreviews: [{{ name: a, {review} }}]"));
        compilation.Errors.ShouldBeEmpty();
        return compilation.Snapshot!;
    }

    private static bool Evaluate(Condition condition, string arguments, CallContext context)
    {
        var policy = Policy("when: { mode: copilot }");
        var document = new JsonIndex();
        document.TryRead(Encoding.UTF8.GetBytes(arguments), 100, out var fault).ShouldBeTrue(fault.Problem);
        var facts = new ConditionFacts
        {
            Document = document,
            Snapshot = policy,
            Tool = policy.Tools["pay"],
            Context = context,
            Arguments = Encoding.UTF8.GetBytes(arguments),
            Money = 100,
        };
        condition.For(facts.Tool).Holds(facts).ShouldBe(condition.Holds(facts), "cut down to the tool it says the same");
        return condition.Holds(facts);
    }
}
