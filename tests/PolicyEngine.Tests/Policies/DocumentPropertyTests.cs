using AiDesk.Policy.Policies;
using AiDesk.Policy.Tests.Schemas;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Policies;

/// <summary>Whatever a document holds, compiling it ends with a snapshot or with errors that have a place, and never with an exception.</summary>
public sealed class DocumentPropertyTests
{
    private static readonly string[] Words =
    [
        "tenant", "t", "input", "limits", "tools", "budgets", "name", "per", "rate", "60/1m", "output", "list", "object", "string", "reviews", "when", "unless", "any", "all", "not", "done",
        "arguments", "type", "properties", "active_hours", "mon-fri", "\"08:00-20:00\"", "1", "0.5", "-", ":", " ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ",", "\"", "'", "|", ">", "#", "&a", "*a",
        "!!str", "---", "...", "%TAG", "? ", "\t", "\r\n", "<<", "~", "null", "\u00e9", "\U0001F600", "\\", "\"\\x", "credits", "1e999", ".inf", "0x1F", "extends", "_base/x",
    ];

    private static readonly PolicyCompiler Compiler = new();
    private static readonly string Sample = File.ReadAllText(Repository.Path("policies/harbour-pay/policy.yaml"));
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(600).WithCommittedSeed(20261, 7919);

    [Fact]
    public void Compile_RandomWordsOfYaml_NeverThrows() =>
        Check.One(Runs, Prop.ForAll(Gen.Elements(Words).ArrayOf().Select(string.Concat).ToArbitrary(), Ends));

    [Fact]
    public void Compile_RandomText_NeverThrows() =>
        Check.One(Runs, Prop.ForAll<string>(text => Ends(text ?? "")));

    /// <summary>JSON is YAML, and the same JSON may stand where a schema is read.</summary>
    [Fact]
    public void Compile_RandomJson_NeverThrows() =>
        Check.One(Runs, Prop.ForAll(JsonGen.Documents(4).ToArbitrary(), json => Ends(json) && Ends($"{{\"tenant\":\"t\",\"tools\":{{\"x\":{{\"arguments\":{json},\"output\":{json}}}}},\"reviews\":{json}}}")));

    [Fact]
    public void Compile_DamagedPolicy_NeverThrows()
    {
        var damage = from at in Gen.Choose(0, Sample.Length - 1)
                     from length in Gen.Choose(0, 40)
                     from word in Gen.Elements(Words)
                     select string.Concat(Sample.AsSpan(0, at), word, Sample.AsSpan(Math.Min(Sample.Length, at + length)));

        Check.One(Runs, Prop.ForAll(damage.ToArbitrary(), Ends));
    }

    private static bool Ends(string document)
    {
        var compilation = Compiler.Compile(PolicySources.Of("t", document));
        return (compilation.Snapshot is null) == (compilation.Errors.Length > 0)
            && compilation.Errors.All(error => error.Line > 0 && error.Column > 0 && error.Problem.Length > 0 && !error.ToString().Contains('\n', StringComparison.Ordinal));
    }
}
