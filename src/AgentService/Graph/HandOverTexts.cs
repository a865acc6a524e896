using System.Collections.Frozen;

namespace AiDesk.Agent.Graph;

/// <summary>What a customer is told when a person takes over: fixed, so that nothing a model wrote is in it.</summary>
internal static class HandOverTexts
{
    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = "A colleague will take care of your request and reply here. Thank you for your patience.",
        ["es"] = "Una persona del equipo se ocupará de su consulta y le responderá por aquí. Gracias por su paciencia.",
        ["fr"] = "Un membre de l'équipe va s'occuper de votre demande et vous répondra ici. Merci de votre patience.",
        ["de"] = "Eine Kollegin oder ein Kollege kümmert sich um Ihr Anliegen und antwortet Ihnen hier. Vielen Dank für Ihre Geduld.",
        ["it"] = "Una persona del team si occuperà della sua richiesta e le risponderà qui. Grazie per la pazienza.",
        ["pt"] = "Alguém da equipa vai tratar do seu pedido e responder-lhe aqui. Obrigado pela sua paciência.",
        ["nl"] = "Een collega neemt uw vraag over en antwoordt u hier. Dank u voor uw geduld.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>en, es, fr, de, it, pt, nl.</summary>
    public static IEnumerable<string> Languages => Texts.Keys;

    /// <param name="language">One of the seven; English for every other.</param>
    public static string For(string language) => Texts.GetValueOrDefault(language, Texts["en"]);
}
