using System.CommandLine;
using System.Globalization;
using AiDesk.CommandLine.Display;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Text;

namespace AiDesk.CommandLine.Explanations;

/// <summary>`aidesk explain "text"`: the views of a text, what was found in each, and how the injection score is made of it. No service is needed.</summary>
internal static class ExplainCommand
{
    /// <summary>Characters of a view that are shown.</summary>
    private const int MostShown = 400;

    /// <summary>Words shown of those that weigh most, either way.</summary>
    private const int MostWords = 8;

    public static Command Create()
    {
        var text = new Argument<string>("text") { Description = "The text." };
        var command = new Command("explain", "Show why a text has its injection score: views, evidence, wording.") { text };
        command.SetGuardedAction((parsed, terminal, _) =>
        {
            Explain(parsed.GetValue(text)!, terminal);
            return Task.FromResult(ExitStatus.Done);
        });
        return command;
    }

    private static void Explain(string text, Terminal terminal)
    {
        var views = new TextViews();
        views.Prepare(text);
        do
        {
            foreach (var view in InjectionExplanation.Of(views))
            {
                Show(view, terminal);
            }
        }
        while (views.Advance(text));
        var rules = new InjectionRules();
        terminal.Line(Say($"default points of policy: flag from {rules.FlagAt:0.00}, deny from {rules.DenyAt:0.00}; the strongest view counts"));
    }

    private static void Show(ExplainedView view, Terminal terminal)
    {
        terminal.Line($"{(view.IsStrongest ? "*" : " ")} view {(view.Transform.Length == 0 ? "folded" : view.Transform)}: {Shown(view.Text)}");
        foreach (var evidence in view.Evidence)
        {
            var behind = evidence.Transform.Length == 0 ? "" : $" behind {evidence.Transform}";
            terminal.Line(Say($"      {evidence.Weight,5:0.0}  {evidence.Code} ({evidence.Rule}){behind}: \"{Shown(evidence.Text)}\""));
        }

        var words = view.Words.OrderByDescending(word => Math.Abs(word.Weight)).Take(MostWords).OrderByDescending(word => word.Weight);
        terminal.Line("      words: " + string.Join(", ", words.Select(word => Say($"{TerminalText.Visible(word.Text)} {word.Weight:+0.00;-0.00}"))));
        var judged = view.Judgement;
        terminal.Line(Say($"      evidence {judged.Evidence.Sum():0.0}, wording {judged.Wording.Score:0.00}: log-odds {judged.LogOdds:0.00}, score {judged.Score:0.000}"));
    }

    private static string Shown(string text) => TerminalText.Visible(text.Length <= MostShown ? text : text[..MostShown] + "…");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
