using System.Text.RegularExpressions;
using AiDesk.Agent.Graph.Steps;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>The fixed rules on a draft. Pure. They are strict: what cannot be found in the state is not said, and a person looks at what was meant.</summary>
internal sealed partial class DraftObserver
{
    private const int DetailChars = 80;

    // Counts of things at hand ("these 2 items"); with a unit even these must be in the state.
    private const int SmallCount = 3;

    private readonly ObserverLexicon _lexicon = ObserverLexicon.Default;

    /// <returns>Empty when it may go on.</returns>
    public IReadOnlyList<DraftProblem> Judge(DraftGrounds grounds, string draft)
    {
        var all = grounds.Said + "\n" + grounds.Facts;
        var problems = new List<DraftProblem>();
        problems.AddRange(JudgeFigures(draft, all, grounds.Language));
        problems.AddRange(JudgeDates(draft, all));
        problems.AddRange(JudgeReferences(draft, all));
        problems.AddRange(JudgeWords(draft, grounds));
        problems.AddRange(JudgeTone(draft, grounds.Language));
        if (LanguageGuess.IsOtherScript(draft) || (LanguageGuess.Of(draft) is { } language && language != grounds.Language))
        {
            problems.Add(new DraftProblem(DraftProblems.Language, LanguageGuess.Of(draft) ?? "script"));
        }

        return [.. problems.Select(problem => problem with { Detail = problem.Detail.Length > DetailChars ? problem.Detail[..DetailChars] : problem.Detail }).Distinct()];
    }

    private static IEnumerable<DraftProblem> JudgeFigures(string draft, string all, string language)
    {
        var known = new HashSet<decimal>();
        foreach (var figure in Figures.Numbers(all))
        {
            known.Add(figure.Value);
            known.Add(figure.Other);
        }

        known.UnionWith(Figures.DigitsOfIds(all));
        foreach (var date in Dates.Of(all))
        {
            known.Add(date.Day);
            known.Add(date.Year);
        }

        var folded = TextFolding.Fold(all);
        known.UnionWith(NumberWords.All(folded, language).Select(value => (decimal)value));
        foreach (var figure in Figures.Numbers(draft))
        {
            var isCount = figure.Unit == FigureUnit.None && figure.Value <= SmallCount && figure.Value == decimal.Truncate(figure.Value);
            if (!isCount && !known.Contains(figure.Value) && !known.Contains(figure.Other))
            {
                yield return new DraftProblem(figure.Unit == FigureUnit.Currency ? DraftProblems.Price : DraftProblems.Number, figure.Words);
            }
        }

        foreach (var (value, words) in NumberWords.Of(TextFolding.Fold(draft), language))
        {
            if (!known.Contains(value))
            {
                yield return new DraftProblem(DraftProblems.Number, words);
            }
        }
    }

    private static IEnumerable<DraftProblem> JudgeDates(string draft, string all)
    {
        var known = Dates.Of(all).ToList();
        foreach (var named in Dates.Of(draft).GroupBy(date => date.Words, StringComparer.Ordinal))
        {
            if (!named.Any(date => known.Any(date.Fits)))
            {
                yield return new DraftProblem(DraftProblems.Date, named.Key);
            }
        }

        var times = Figures.Times(all).ToHashSet(StringComparer.Ordinal);
        foreach (var time in Figures.Times(draft).Where(time => !times.Contains(time)))
        {
            yield return new DraftProblem(DraftProblems.Date, time);
        }
    }

    private static IEnumerable<DraftProblem> JudgeReferences(string draft, string all)
    {
        foreach (var link in Figures.Links(draft).Where(link => !all.Contains(link, StringComparison.OrdinalIgnoreCase)))
        {
            yield return new DraftProblem(DraftProblems.Link, link);
        }

        foreach (var id in Figures.Ids(draft).Where(id => !all.Contains(id, StringComparison.OrdinalIgnoreCase)))
        {
            yield return new DraftProblem(DraftProblems.Id, id);
        }
    }

    private IEnumerable<DraftProblem> JudgeWords(string draft, DraftGrounds grounds)
    {
        var facts = TextFolding.Fold(grounds.Facts);
        foreach (var clause in Clauses(draft))
        {
            foreach (var (code, rule) in _lexicon.Promises.Select(rule => (DraftProblems.Promise, rule)).Concat(_lexicon.Claims.Select(rule => (DraftProblems.Claim, rule))))
            {
                if (Says(rule.Says, grounds.Language, clause, rule.NegatedBefore) is { } words && rule.Evidence?.IsMatch(facts) != true && !rule.Tools.Overlaps(grounds.DoneTools))
                {
                    yield return new DraftProblem(code, words);
                }
            }

            if (Says(_lexicon.Deadlines, grounds.Language, clause, negatedBefore: false) is { } deadline && !facts.Contains(deadline, StringComparison.Ordinal))
            {
                yield return new DraftProblem(DraftProblems.Promise, deadline);
            }
        }
    }

    private string? Says(IReadOnlyDictionary<string, Regex> says, string language, string clause, bool negatedBefore)
    {
        if (!says.TryGetValue(language, out var form) || form.Match(clause) is not { Success: true } match)
        {
            return null;
        }

        return _lexicon.Negations[language].IsMatch(negatedBefore ? clause[..match.Index] : clause) ? null : match.Value.Trim();
    }

    private IEnumerable<DraftProblem> JudgeTone(string draft, string language)
    {
        if (_lexicon.Rude[language].Match(TextFolding.Fold(draft)) is { Success: true } rude)
        {
            yield return new DraftProblem(DraftProblems.Tone, rude.Value);
        }

        if (Shouting.IsIn(draft))
        {
            yield return new DraftProblem(DraftProblems.Shouting, "");
        }
    }

    // Questions state nothing.
    private static IEnumerable<string> Clauses(string draft) =>
        ClauseForm().Matches(draft).Where(match => !match.Value.EndsWith('?')).Select(match => TextFolding.Fold(match.Value)).Where(clause => clause.Length > 2);

    [GeneratedRegex(@"(?:[^.!?;\n]|\.(?=\S))+[.!?;]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ClauseForm();
}
