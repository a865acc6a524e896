using AiDesk.Policy.Text;

namespace AiDesk.Training.Texts;

/// <summary>Runs of five words, folded: by these it is decided whether two texts know each other.</summary>
internal sealed class FiveWords
{
    private const int Length = 5;

    private readonly HashSet<ulong> _runs = [];
    private readonly TextViews _views = new();

    public int Count => _runs.Count;

    public void Add(string text)
    {
        foreach (var run in RunsOf(text))
        {
            _runs.Add(run);
        }
    }

    /// <summary>True when the text has a run of five words in common with what was added.</summary>
    public bool Shares(string text) => RunsOf(text).Any(_runs.Contains);

    private List<ulong> RunsOf(string text)
    {
        var runs = new List<ulong>();
        _views.Prepare(text);
        do
        {
            var tokens = _views.Folded.Tokens;
            for (var i = 0; i + Length <= tokens.Length; i++)
            {
                var hash = 0UL;
                for (var j = i; j < i + Length; j++)
                {
                    hash = (hash ^ tokens[j].Hash) * 0x9E3779B97F4A7C15;
                    hash ^= hash >> 29;
                }

                runs.Add(hash);
            }
        }
        while (_views.Advance(text));
        return runs;
    }
}
