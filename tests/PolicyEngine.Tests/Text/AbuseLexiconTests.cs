using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Text;

public class AbuseLexiconTests
{
    private readonly TextViews _views = new();
    private readonly FindingList _findings = new();

    [Theory]
    [InlineData("You are a piece of shit", "abuse.insult")]
    [InlineData("f u c k  y o u", "abuse.insult")]
    [InlineData("I'm going to kill you", "abuse.threat")]
    [InlineData("eres un hijo de puta", "abuse.insult")]
    [InlineData("¡Eres un cabrón!", "abuse.insult")]
    [InlineData("sé dónde vives", "abuse.threat")]
    [InlineData("va te faire foutre", "abuse.insult")]
    [InlineData("je vais vous tuer", "abuse.threat")]
    [InlineData("du Arschl0ch", "abuse.insult")]
    [InlineData("Ich weiß, wo du wohnst.", "abuse.threat")]
    [InlineData("sei un pezzo di merda", "abuse.insult")]
    [InlineData("ti ammazzo", "abuse.threat")]
    [InlineData("vai tomar no cu", "abuse.insult")]
    [InlineData("sei onde você mora", "abuse.threat")]
    [InlineData("wat een klootzak", "abuse.insult")]
    [InlineData("ik maak je dood", "abuse.threat")]
    [InlineData("vieze flikker", "abuse.slur")]
    [InlineData("you are such an idiot", "abuse.insult")]
    [InlineData("you idiooooot", "abuse.insult")]
    [InlineData("Idiot!", "abuse.insult")]
    [InlineData("you are a \"lying\" idiot, and you know it", "abuse.insult")]
    [InlineData("du bist echt ein Trottel", "abuse.insult")]
    [InlineData("Eres tonto o qué", "abuse.insult")]
    [InlineData("je bent echt een sukkel", "abuse.insult")]
    public void Inspect_Abuse_IsFound(string text, string code)
    {
        Inspect(text).ShouldBeGreaterThan(0);
        _findings[0].Code.ShouldBe(code);
        _findings[0].Reason.ShouldBe(Reason.ForbiddenContent);
    }

    [Theory]
    [InlineData("I'll shoot you an email about the assassin bug in Scunthorpe")]
    [InlineData("This printer is killing me, it's a pain in the neck")]
    [InlineData("The bass drum and the cockpit of the Dickens class")]
    [InlineData("El viernes negro compré un cono de helado este año")]
    [InlineData("Quiero una camisa negra y una zorra de peluche")]
    [InlineData("Je suis en retard, j'ai crevé un pneu et j'ai la crève")]
    [InlineData("un pain bâtard, s'il vous plaît")]
    [InlineData("Wie ist die Lage in der FDP, und was kostet das Mongolei-Ticket?")]
    [InlineData("Mein Nachname ist Fick, Vorname Dick")]
    [InlineData("La città di Troia e il vino negroamaro")]
    [InlineData("Vorrei un finocchio e un cazzuola")]
    [InlineData("Estou na bicha do supermercado com o meu quadro-negro")]
    [InlineData("De eikel viel van de boom, wat een lulletje rozenwater")]
    [InlineData("He called me an idiot and a wanker in front of everybody")]
    [InlineData("Your driver wrote \"fuck you\" on the parcel, I want to complain")]
    [InlineData("What an idiot I am, the switch was off")]
    [InlineData("You are not stupid, I explain it badly")]
    [InlineData("The file moron.log is empty")]
    [InlineData("Hable usted con el técnico, ya es inútil esperar")]
    [InlineData("A hole in the rug, a loch in Scotland")]
    [InlineData("Is your git repository down, and is your rate the same?")]
    [InlineData("kankeronderzoek in het ziekenhuis")]
    public void Inspect_HarmlessHomonym_IsNotFound(string text) => Inspect(text).ShouldBe(0);

    private int Inspect(string text)
    {
        _findings.Clear();
        _views.Prepare(text);
        return AbuseLexicon.Inspect(_views, "t", Verdict.Deny, false, _findings);
    }
}
