using AiDesk.Policy.Testing.Files;
using AiDesk.Policy.Tests.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Testing.Tests.Files;

/// <summary>Whatever a test file holds, reading it ends with tests or with errors that have a place, and never with an exception.</summary>
public sealed class TestFilePropertyTests
{
    private static readonly string[] Words =
    [
        "description", "clock", "2026-06-15T10:00", "cases", "name", "steps", "ask", "expect", "allow", "deny RATE_LIMITED", "input", "message", "$a", "tool_call", "tool", "arguments",
        "contexts", "mode", "copilot", "freeze", "true", "1", "-", ":", " ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ",", "\"", "'", "|", "#", "&a", "*a", "!!str", "---", "? ", "\t", "<<", "~",
    ];

    private static readonly string Sample = File.ReadAllText(Repository.Path("policies/tienda-alba/revisiones_test.yaml"));
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(400).WithCommittedSeed(20261121, 7927);

    [Fact]
    public void Read_RandomWordsOfYaml_NeverThrows() =>
        Check.One(Runs, Prop.ForAll(Gen.Elements(Words).ArrayOf().Select(string.Concat).ToArbitrary(), Ends));

    [Fact]
    public void Read_DamagedFile_NeverThrows()
    {
        var damage = from at in Gen.Choose(0, Sample.Length - 1)
                     from length in Gen.Choose(0, 40)
                     from word in Gen.Elements(Words)
                     select string.Concat(Sample.AsSpan(0, at), word, Sample.AsSpan(Math.Min(Sample.Length, at + length)));

        Check.One(Runs, Prop.ForAll(damage.ToArbitrary(), Ends));
    }

    private static bool Ends(string text)
    {
        var (file, errors) = TestFileReader.Read("t/a_test.yaml", text, snapshot: null);
        return (file is null) == (errors.Length > 0)
            && errors.All(error => error.Line > 0 && error.Column > 0 && error.Problem.Length > 0 && !error.ToString().Contains('\n', StringComparison.Ordinal));
    }
}
