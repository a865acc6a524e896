using System.Buffers;
using AiDesk.Bench.Figures;
using AiDesk.Bench.Policy.Shapes;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;

namespace AiDesk.Bench.Policy.Engine;

/// <summary>The engine's checks of texts without a service, beside one pass over the same text that looks for 300 phrases and folds case.</summary>
internal static class TextFigures
{
    /// <summary>300 phrases as a list of injection phrases would have them: many beginnings, in several languages.</summary>
    private static readonly SearchValues<string> Reference = SearchValues.Create(
        [.. Verbs.SelectMany(verb => Objects.Select(what => $"{verb} {what}"))], StringComparison.Ordinal);

    private static string[] Verbs =>
    [
        "ignore", "disregard", "forget", "override", "bypass", "reveal", "print", "repeat", "show me", "tell me",
        "ignora", "olvida", "revela", "muestra", "oublie", "montre", "vergiss", "zeige", "esquece", "negeer",
    ];

    private static string[] Objects =>
    [
        "all previous", "the above", "your instructions", "the system prompt", "your rules", "las instrucciones", "tu configuracion", "les consignes",
        "alle anweisungen", "le istruzioni", "as regras", "je instructies", "everything before", "hidden text", "developer mode",
    ];

    public static void Measure(FigureReport report)
    {
        var snapshot = EngineCalls.Compile(BenchPolicy.Document());
        Input(report, snapshot, "100 characters ASCII", SampleText.Of(SampleText.Ascii, 100, 1), 7);
        Input(report, snapshot, "2,000 characters ASCII", SampleText.Of(SampleText.Ascii, 2000, 1), 4.5);
        Input(report, snapshot, "2,000 characters mixed script", SampleText.Of(SampleText.Mixed, 2000, 1), 4.5);
        Output(report, snapshot, "2,000 characters", SampleText.Of(SampleText.Ascii, 2000, 1), 6);
    }

    private static void Input(FigureReport report, PolicySnapshot snapshot, string name, string text, double most)
    {
        var check = new InputCheck { Context = EngineCalls.Context, MessageId = "m", Message = text };
        var work = new Evaluation();
        Compare(report, $"InspectInput alone, {name}", text, most, () =>
        {
            work.Clear();
            AiDesk.Policy.PolicyEngine.InspectInput(snapshot, check, work);
        });
    }

    private static void Output(FigureReport report, PolicySnapshot snapshot, string name, string text, double most)
    {
        var check = new OutputCheck { Context = EngineCalls.Context, Text = text };
        var work = new Evaluation();
        Compare(report, $"InspectOutput alone, {name}", text, most, () =>
        {
            work.Clear();
            AiDesk.Policy.PolicyEngine.InspectOutput(snapshot, check, work);
        });
    }

    private static void Compare(FigureReport report, string name, string text, double most, Action inspect)
    {
        var lower = new char[text.Length];
        var sample = InProcess.Compare(inspect, () =>
        {
            text.AsSpan().ToLowerInvariant(lower);
            _ = lower.AsSpan().ContainsAny(Reference);
        });
        report.RatioAtMost(name, sample.Microseconds, "us", sample.ReferenceMicroseconds, most);
        report.AtMost($"{name}: bytes allocated", sample.Bytes, "bytes", null, 0);
    }
}
