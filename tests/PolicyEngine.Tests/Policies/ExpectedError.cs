using System.Globalization;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Tests.Policies;

/// <summary>An error that a document states of itself, behind <c>#!</c> at the end of the line that it is in.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Path">Empty for the document as a whole.</param>
/// <param name="Problem">How the problem begins.</param>
public sealed record ExpectedError(int Line, int Column, string Path, string Problem)
{
    private const string Mark = "#!";

    /// <summary>All that a document states.</summary>
    public static IReadOnlyList<ExpectedError> Of(string document) => [.. document.Split('\n').SelectMany(OnLine)];

    public bool Matches(PolicyError error) =>
        error.Line == Line && error.Column == Column && error.Path == Path && error.Problem.StartsWith(Problem, StringComparison.Ordinal);

    private static IEnumerable<ExpectedError> OnLine(string line, int index)
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
