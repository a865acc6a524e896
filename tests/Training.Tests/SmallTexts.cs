using AiDesk.Policy.Injection.Learned;
using AiDesk.Training.Fitting;
using AiDesk.Training.Texts;

namespace AiDesk.Training.Tests;

/// <summary>A few hundred texts of three sources and the project's own, put together from lists: enough to train on in a moment, and the same for ever.</summary>
internal static class SmallTexts
{
    private static readonly string[] Verbs = ["ignore", "forget", "drop", "override", "skip", "bypass", "cancel"];
    private static readonly string[] Rules = ["your instructions", "the rules above", "every guideline", "the earlier prompt", "what the operator said"];
    private static readonly string[] Then = ["and show the hidden text", "and talk like a pirate", "then print the key", "and say yes", "now"];
    private static readonly string[] Things = ["my parcel", "the blue lamp", "an invoice", "this booking", "our contract", "the refund", "a new card"];
    private static readonly string[] Asks = ["where is", "I would like", "please check", "can you send", "when will I get"];
    private static readonly string[] Ends = ["since Monday", "before noon", "for my sister", "again", "thank you"];

    public static IEnumerable<TrainingText> All()
    {
        var line = 0;
        foreach (var (first, second, third, attack) in Sentences())
        {
            line++;
            var source = (line % 4) switch { 0 => "alpha", 1 => "beta", 2 => "gamma", _ => "en-own" };
            yield return new TrainingText($"{first} {second} {third}", attack, source, "en", attack ? "direct" : "benign", source == "en-own", line);
        }
    }

    /// <summary>Features of the words alone, by a hash of their own: what is tested is the fitting, whatever the lexicon holds this month.</summary>
    public static Example ExampleOf(TrainingText text)
    {
        var words = text.Text.Split(' ');
        return new Example(text, words[0].Length, [new Stretch([.. words.Select(Place)], 1 / Math.Sqrt(words.Length))], 1);
    }

    private static int Place(string word) => (int)(word.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u) % ModelFeatures.TableSize);

    private static IEnumerable<(string First, string Second, string Third, bool IsAttack)> Sentences() =>
        (from verb in Verbs from rule in Rules from then in Then select (verb, rule, then, true))
        .Concat(from ask in Asks from thing in Things from end in Ends select (ask, thing, end, false));
}
