using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using AiDesk.Bench.Text;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Text;

// The lowest of alternating rounds, per call; bytes are the calling thread's. The reference pass is the one of performance.md: a search for 300 phrases and
// a lower-casing over the same text.
var views = new TextViews();
var findings = new FindingList();
var words = WordList.Compile(Samples.ForbiddenWords);
var options = LeakOptions.Compile([], PromptIndex.Build([Samples.SystemPrompt]), ["create_ticket", "search_product"], [], Verdict.Deny, false);
var phrases = SearchValues.Create([.. Enumerable.Range(0, 300).Select(i => $"phrase {i} of many")], StringComparison.OrdinalIgnoreCase);
var lower = new char[100_000];
var found = 0;

Console.WriteLine("text                     chars  reference µs   prepare µs     input µs   output µs   bytes");
foreach (var (name, text) in Samples.Texts())
{
    var cases = new (string Name, Action Run)[]
    {
        ("reference", () =>
        {
            found += text.AsSpan().ContainsAny(phrases) ? 1 : 0;
            text.AsSpan().ToLowerInvariant(lower);
        }),
        ("prepare", () => views.Prepare(text)),
        ("input", () =>
        {
            findings.Clear();
            MessageShape.Inspect(text, "message.text", 2, 32_000, false, findings);
            views.Prepare(text);
            do
            {
                InjectionDetector.Inspect(views, "message.text", new InjectionRules(), findings);
                AbuseLexicon.Inspect(views, "message.text", Verdict.Deny, false, findings);
                words.Inspect(views, "message.text", default, default, Verdict.Deny, false, "words.forbidden", findings);
            }
            while (views.Advance(text));
        }),
        ("output", () =>
        {
            findings.Clear();
            LeakDetector.Inspect(text, "text", options, findings);
            views.Prepare(text);
            do
            {
                LeakDetector.InspectOverlap(views, "text", options, findings);
                AbuseLexicon.Inspect(views, "text", Verdict.Deny, false, findings);
            }
            while (views.Advance(text));
        }),
    };
    var micros = Measure.Rounds([.. cases.Select(c => c.Run)], text.Length);
    var bytes = Measure.Bytes(cases[2].Run) + Measure.Bytes(cases[3].Run);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-22} {text.Length,7} {micros[0],13:0.00} {micros[1],12:0.00} {micros[2],12:0.00} {micros[3],11:0.00} {bytes,7}"));
}

Trace.WriteLine(found);
