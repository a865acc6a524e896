using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Text;

/// <summary>Words and phrases, compiled for one pass over folded text: whole words only, without regard to case, accents or disguise.</summary>
public sealed class WordList
{
    /// <summary>Most entries of one list.</summary>
    public const int MaxEntries = 5_000;

    /// <summary>Most UTF-16 units of one entry.</summary>
    public const int MaxEntryChars = 100;

    /// <summary>Most findings that one text gives; the first ones decide.</summary>
    public const int MaxFindings = 8;

    private readonly PhraseTable _table;

    private WordList(PhraseTable table) => _table = table;

    public static WordList Empty { get; } = new(PhraseTable.Build([]));

    public bool IsEmpty => _table.Count == 0;

    /// <summary>Compiles a list. Entries that cannot be used are left out and told in <paramref name="errors"/>: a loader refuses the policy then.</summary>
    public static WordList Compile(IEnumerable<string> entries, ICollection<WordListError>? errors = null)
    {
        var kept = new List<(string, ulong, bool)>();
        var index = -1;
        foreach (var entry in entries)
        {
            index++;
            if (index >= MaxEntries)
            {
                errors?.Add(new WordListError(index, $"more than {MaxEntries} entries"));
                break;
            }

            if (entry is null || entry.Length > MaxEntryChars)
            {
                errors?.Add(new WordListError(index, $"longer than {MaxEntryChars} characters"));
            }
            else if (!HasWord(entry))
            {
                errors?.Add(new WordListError(index, "has no letter or digit"));
            }
            else
            {
                kept.Add((entry, 1, false));
            }
        }

        return kept.Count == 0 ? Empty : new WordList(PhraseTable.Build(kept));
    }

    /// <summary>Adds a finding for each place where an entry stands, at most <see cref="MaxFindings"/>; allocates nothing when there is none.</summary>
    /// <param name="views">The prepared text.</param>
    /// <param name="field">Name of the text in findings.</param>
    /// <param name="check">The check that asks.</param>
    /// <param name="reason">Reason of the findings.</param>
    /// <param name="severity">Severity of the findings; <see cref="Verdict.Allow"/> only notes.</param>
    /// <param name="monitored">The rule is in monitor.</param>
    /// <param name="code">Code of the findings.</param>
    /// <param name="findings">Where they go.</param>
    /// <returns>Places found.</returns>
    public int Inspect(
        TextViews views,
        string field,
        CheckKind check,
        Reason reason,
        Verdict severity,
        bool monitored,
        string code,
        FindingList findings)
    {
        if (IsEmpty)
        {
            return 0;
        }

        var template = new Finding(code, check, severity, reason) { Field = field, Monitored = monitored };
        return PhraseScan.Run(_table, views, template, static (_, finding) => finding, findings);
    }

    private static bool HasWord(string entry)
    {
        foreach (var rune in entry.EnumerateRunes())
        {
            if (System.Text.Rune.IsLetterOrDigit(rune))
            {
                return true;
            }
        }

        return false;
    }
}

/// <param name="Index">The entry, from 0.</param>
/// <param name="Message">What is wrong with it, in English.</param>
public readonly record struct WordListError(int Index, string Message);
