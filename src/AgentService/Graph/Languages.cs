using AiDesk.Agent.Graph.Observing;
using AiDesk.Agent.Runs;

namespace AiDesk.Agent.Graph;

/// <summary>The seven languages of the desk.</summary>
internal static class Languages
{
    /// <summary>Of the customer: that of the message where it shows, else that of the conversation.</summary>
    public static string Of(RunInput input)
    {
        var message = input.Messages.FirstOrDefault(message => message.MessageId == input.MessageId)?.Text ?? "";
        return LanguageGuess.Of(message) ?? OfTag(input.Locale);
    }

    /// <param name="tag">BCP 47; English for a language that is none of the seven.</param>
    public static string OfTag(string tag)
    {
        var primary = tag.Split('-', 2)[0].ToLowerInvariant();
        return HandOverTexts.Languages.Contains(primary, StringComparer.Ordinal) ? primary : "en";
    }

    public static string EnglishName(string language) => language switch
    {
        "es" => "Spanish",
        "fr" => "French",
        "de" => "German",
        "it" => "Italian",
        "pt" => "Portuguese",
        "nl" => "Dutch",
        _ => "English",
    };
}
