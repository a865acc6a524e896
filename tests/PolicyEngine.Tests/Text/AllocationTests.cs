using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Text;

public class AllocationTests
{
    [Theory]
    [InlineData("Hello, I ordered shoes last week (number 10482) and they have not arrived yet. Can you check, please?")]
    [InlineData("Hola, ¿podríais mirar dónde está mi pedido? Если нет, спасибо. 谢谢 🙂 Muchas gracias por todo, señora.")]
    [InlineData("Contact me at jane@shop.example or 20%25 off & more; part AX-4410-B7, 1gh0st")]
    [InlineData("<p>Dear <b>team</b>, sizes 36 to 44 &nbsp;&nbsp; 🇩🇪🇫🇷 a\u200Bb</p>")]
    public void Judgement_CleanText_AllocatesNothing(string text)
    {
        var views = new TextViews();
        var findings = new FindingList();
        var words = WordList.Compile(["competitor", "rival brand"]);
        var options = LeakOptions.Compile([], PromptIndex.Build(["one two three four five six seven eight nine ten"]), ["send_message"], ["shop.example"], PiiKinds.Card | PiiKinds.Iban, Verdict.Deny, false);
        var rules = new InjectionRules();
        Judge();
        Judge();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Judge();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        findings.Count.ShouldBe(0);

        void Judge()
        {
            MessageShape.Inspect(text, "t", 2, 2000, false, findings);
            views.Prepare(text);
            InjectionDetector.Inspect(views, "t", rules, findings);
            AbuseLexicon.Inspect(views, "t", Verdict.Deny, false, findings);
            words.Inspect(views, "t", CheckKind.ForbiddenWords, Reason.ForbiddenContent, Verdict.Deny, false, "words.forbidden", findings);
            LeakDetector.Inspect(text, "t", options, findings);
            LeakDetector.InspectOverlap(views, "t", options, findings);
            TokenEstimator.Shared.Estimate(text);
        }
    }
}
