namespace AiDesk.Agent.Runs;

/// <summary>What a customer is told when a person takes over because the agent could not finish. Names no cause.</summary>
internal static class HandOverText
{
    /// <summary>In the language of the tag; English for one that we do not have.</summary>
    public static string For(string locale) => locale.Split('-')[0].ToLowerInvariant() switch
    {
        "es" => "Gracias por escribirnos. Una persona de nuestro equipo seguirá con tu consulta.",
        "fr" => "Merci pour votre message. Une personne de notre équipe va prendre le relais.",
        "de" => "Danke für Ihre Nachricht. Jemand aus unserem Team kümmert sich persönlich darum.",
        "it" => "Grazie per averci scritto. Una persona del nostro team proseguirà con la tua richiesta.",
        "pt" => "Obrigado pela sua mensagem. Uma pessoa da nossa equipa vai dar seguimento ao seu pedido.",
        "nl" => "Bedankt voor uw bericht. Iemand van ons team neemt uw vraag persoonlijk over.",
        _ => "Thank you for your message. Someone from our team will take it from here.",
    };
}
