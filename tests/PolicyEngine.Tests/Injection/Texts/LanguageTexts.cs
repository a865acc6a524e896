using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Injection.Texts;

/// <summary>The hand-written attacks and harmless controls of all languages.</summary>
public static class LanguageTexts
{
    public static TheoryData<Language, string> Attacks => Of(AttacksOf);

    public static TheoryData<Language, string> Controls => Of(ControlsOf);

    internal static string[] AttacksOf(Language language) => language switch
    {
        Language.En => EnglishTexts.Attacks,
        Language.Es => SpanishTexts.Attacks,
        Language.Fr => FrenchTexts.Attacks,
        Language.De => GermanTexts.Attacks,
        Language.It => ItalianTexts.Attacks,
        Language.Pt => PortugueseTexts.Attacks,
        _ => DutchTexts.Attacks,
    };

    internal static string[] ControlsOf(Language language) => language switch
    {
        Language.En => EnglishTexts.Controls,
        Language.Es => SpanishTexts.Controls,
        Language.Fr => FrenchTexts.Controls,
        Language.De => GermanTexts.Controls,
        Language.It => ItalianTexts.Controls,
        Language.Pt => PortugueseTexts.Controls,
        _ => DutchTexts.Controls,
    };

    private static TheoryData<Language, string> Of(Func<Language, string[]> texts)
    {
        var data = new TheoryData<Language, string>();
        foreach (var language in Languages.All)
        {
            foreach (var text in texts(language))
            {
                data.Add(language, text);
            }
        }

        return data;
    }
}
