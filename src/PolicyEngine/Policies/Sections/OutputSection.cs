using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>output:</c>, what a reply must not hold.</summary>
internal static class OutputSection
{
    private static readonly PolicyKey<ImmutableArray<Regex>> AllowedIds = new("allowed_ids", new ListShape<Regex>(new PatternShape(whole: true), "regular expressions", 0, 64), "Identifiers that a customer is meant to see; each matches a whole identifier.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<ImmutableArray<string>> AllowedHosts = new("allowed_hosts", new ListShape<string>(Texts.Host, "host names", 0, 256), "Hosts that links and images may point to, with their subdomains.") { Default = [], DefaultText = "none; links are then not judged" };
    private static readonly PolicyKey<WordList> Words = Keys.ForbiddenWords("a reply");
    private static readonly PolicyKey<AbuseRule> Abuse = Keys.Abuse("a reply");
    private static readonly PolicyKey<ImmutableArray<string>> Prompts = new("system_prompts", new ListShape<string>(PromptText.Shape, "files", 0, 16), "Files inside the tenant's folder (.txt or .md) with the system prompts in use; a reply that overlaps with one is a leak.") { Default = [], DefaultText = "none" };
    private static readonly TextShape Canary = new("a mark of at least 8 letters and digits, 4 of them different, and at most 128 characters", CanarySet.MaxChars, CanarySet.CanBeFound);
    private static readonly PolicyKey<ImmutableArray<string>> Canaries = new("canaries", new ListShape<string>(Canary, "marks", 0, 16), "Marks that stand in prompts or knowledge and nowhere else; a reply with one, however it is spelled, is a leak.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<ImmutableArray<PiiKinds>> Pii = new("pii", new ListShape<PiiKinds>(Choice.Of(PiiKinds.None), "kinds of personal data", 0, 7), "Personal data that counts as a leak: card (payment card numbers) and iban carry checksums; email, phone, address (of computers, IPv4 and IPv6), national_id (numbers of identity, tax and social security cards) and postal (street and number) are for tenants whose replies never hold them.") { Default = [PiiKinds.Card, PiiKinds.Iban], DefaultText = "card, iban" };
    private static readonly PolicyKey<LeakRule> OnLeak = new("on_leak", Choice.Of<LeakRule>(), "deny, or redact: the leak is cut, the rest may go, and the decision is reviewed after.") { DefaultText = "deny" };
    private static readonly PolicyKey<StreamRule> Stream = new("stream", Choice.Of<StreamRule>(), "How CheckOutputStream releases a reply while a check that needs the whole text binds (forbidden_words, abuse, system_prompts, canaries): buffer releases nothing until the reply has ended; sentence releases each sentence once it was judged with its surroundings, so that what only the whole shows is found when a part has left. Without such a check a reply is released as it comes.") { DefaultText = "buffer" };
    private static readonly PolicyKey<Enforcement> LeakEnforcement = Keys.EnforcementOf("the check for leaks", "leak_enforcement");
    private static readonly PolicyKey<Enforcement> WordsEnforcement = Keys.EnforcementOf("the check for forbidden and abusive words", "words_enforcement");

    public static RecordShape<OutputRules> Shape { get; } = new(
        "output",
        "What a reply must not hold, whoever wrote it.",
        [AllowedIds, AllowedHosts, Words, Abuse, Prompts, Canaries, Pii, OnLeak, Stream, LeakEnforcement, WordsEnforcement],
        Read);

    public static OutputRules Absent(PolicyReading reading) => new() { LeakEnforcement = reading.Enforcement, WordsEnforcement = reading.Enforcement };

    private static OutputRules Read(RecordReader output) => new()
    {
        AllowedIds = output.Get(AllowedIds),
        AllowedHosts = output.Get(AllowedHosts),
        ForbiddenWords = output.Get(Words),
        Abuse = output.Get(Abuse),
        SystemPrompts = output.Reading.Texts.Prompts(ReadPrompts(output), output.Reading.Spoken),
        Canaries = CanarySet.Compile(output.Get(Canaries)),
        Pii = output.Get(Pii).Aggregate(PiiKinds.None, (all, kind) => all | kind),
        OnLeak = output.Get(OnLeak),
        Stream = output.Get(Stream),
        LeakEnforcement = output.Enforcement(LeakEnforcement),
        WordsEnforcement = output.Enforcement(WordsEnforcement),
    };

    private static ImmutableArray<string> ReadPrompts(RecordReader output)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var file in output.Get(Prompts))
        {
            var path = $"{output.Reading.Sources.Tenant}/{file}";
            if (!output.Reading.Sources.Documents.TryGetValue(path, out var text))
            {
                output.Fault(Prompts, $"there is no file {Quoted.Of(path)}");
            }
            else if (output.Reading.Texts.Prompts([text], "").IsEmpty)
            {
                output.Fault(Prompts, $"{Quoted.Of(path)} is too short: nothing would ever overlap with it");
            }
            else
            {
                output.Reading.Used.Add(path);
                texts.Add(text);
            }
        }

        return texts.ToImmutable();
    }
}
