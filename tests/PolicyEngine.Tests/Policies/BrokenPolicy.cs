using System.Globalization;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Tests.Policies;

/// <summary>One case of the folder Broken: a document and the errors that it states of itself.</summary>
public sealed record BrokenPolicy(string Name, string Document, IReadOnlyList<ExpectedError> Expected)
{
    private const string Mark = "#!";

    public static IReadOnlyList<BrokenPolicy> All { get; } = [.. Directory.EnumerateFiles(Repository.Path("tests/PolicyEngine.Tests/Policies/Broken"), "*.txt").Order(StringComparer.Ordinal).SelectMany(Read)];

    public IReadOnlyList<PolicyError> Errors() => new PolicyCompiler().Compile(PolicySources.Of("t", Document)).Errors;

    public override string ToString() => Name;

    private static IEnumerable<BrokenPolicy> Read(string file)
    {
        foreach (var part in File.ReadAllText(file).Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            var document = part[(end + 1)..];
            yield return new BrokenPolicy($"{Path.GetFileNameWithoutExtension(file)}: {part[..end]}", document, [.. document.Split('\n').SelectMany(Expectations)]);
        }
    }

    private static IEnumerable<ExpectedError> Expectations(string line, int index)
    {
        foreach (var text in line.Split(Mark).Skip(1))
        {
            var words = text.TrimStart('!').Trim().Split(' ', 2);
            var separator = words[1].IndexOf(": ", StringComparison.Ordinal);
            yield return new ExpectedError(
                index + 1,
                int.Parse(words[0], CultureInfo.InvariantCulture),
                words[1][..separator] is "." ? "" : words[1][..separator],
                words[1][(separator + 2)..]);
        }
    }
}

/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Path">Empty for the document as a whole.</param>
/// <param name="Problem">How the problem begins.</param>
public sealed record ExpectedError(int Line, int Column, string Path, string Problem)
{
    public bool Matches(PolicyError error) =>
        error.Line == Line && error.Column == Column && error.Path == Path && error.Problem.StartsWith(Problem, StringComparison.Ordinal);
}
