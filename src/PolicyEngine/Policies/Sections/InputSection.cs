using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>input:</c>, what a customer's message must be.</summary>
internal static class InputSection
{
    private static readonly InputRules Standard = new();

    private static readonly PolicyKey<int> MaxChars = new("max_chars", new WholeNumberShape(1, 32_000), "Most code points of a message; a longer one is denied, TOO_LONG.") { Default = Standard.MaxChars, DefaultText = "2000" };
    private static readonly PolicyKey<int> MinChars = new("min_chars", new WholeNumberShape(1, 1000), "Fewest code points of a message; a shorter one is denied, TOO_SHORT.") { Default = Standard.MinChars, DefaultText = "2" };
    private static readonly PolicyKey<int> OutputTokens = new("default_output_tokens", new WholeNumberShape(0, 1_000_000), "Tokens held for a model's answer when the caller gives no estimate.") { Default = Standard.DefaultOutputTokens, DefaultText = "500" };
    private static readonly PolicyKey<DuplicateRules> Duplicates = new("duplicates", DuplicatesSection.Shape, "Messages that come again.") { Default = DuplicateRules.Standard };
    private static readonly PolicyKey<InjectionPoints> Injection = new("injection", InjectionSection.Shape, "Attempts to instruct the model.") { Default = InjectionPoints.Standard };
    private static readonly PolicyKey<WordList> Words = Keys.ForbiddenWords("a message");
    private static readonly PolicyKey<AbuseRule> Abuse = Keys.Abuse("a message");
    private static readonly PolicyKey<Decisions.Enforcement> ShapeEnforcement = Keys.EnforcementOf("the check of a message's length and shape", "shape_enforcement");
    private static readonly PolicyKey<Decisions.Enforcement> WordsEnforcement = Keys.EnforcementOf("the check for forbidden and abusive words", "words_enforcement");

    public static RecordShape<InputRules> Shape { get; } = new(
        "input",
        "What a customer's message must be. CheckInput looks at each message once.",
        [MaxChars, MinChars, OutputTokens, Duplicates, Injection, Words, Abuse, ShapeEnforcement, WordsEnforcement],
        Read);

    public static InputRules Absent(PolicyReading reading) => Standard with
    {
        InjectionEnforcement = reading.Enforcement,
        ShapeEnforcement = reading.Enforcement,
        WordsEnforcement = reading.Enforcement,
        DuplicateEnforcement = reading.Enforcement,
    };

    private static InputRules Read(RecordReader input)
    {
        var duplicates = input.TryGet(Duplicates, out var said) ? said : DuplicateRules.Standard with { Enforcement = input.Reading.Enforcement };
        var injection = input.TryGet(Injection, out var scores) ? scores : InjectionPoints.Standard with { Enforcement = input.Reading.Enforcement };
        var rules = new InputRules
        {
            MaxChars = input.Get(MaxChars),
            MinChars = input.Get(MinChars),
            DefaultOutputTokens = input.Get(OutputTokens),
            DuplicateWithinMs = duplicates.WithinMs,
            DuplicateMaxRepeats = duplicates.MaxRepeats,
            DenyAt = injection.DenyAt,
            FlagAt = injection.FlagAt,
            UntrustedFlagAt = injection.UntrustedFlagAt,
            ForbiddenWords = input.Get(Words),
            Abuse = input.Get(Abuse),
            InjectionEnforcement = injection.Enforcement,
            ShapeEnforcement = input.Enforcement(ShapeEnforcement),
            WordsEnforcement = input.Enforcement(WordsEnforcement),
            DuplicateEnforcement = duplicates.Enforcement,
        };
        if (rules.MinChars > rules.MaxChars)
        {
            input.Fault(MinChars, $"is {rules.MinChars}, more than max_chars, which is {rules.MaxChars}");
        }

        return rules;
    }
}
