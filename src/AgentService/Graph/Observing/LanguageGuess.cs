using System.Collections.Frozen;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>Which of the seven languages a text is in, by its small words. It says nothing of what is too short to tell.</summary>
internal static class LanguageGuess
{
    // Words that several languages share stand in each one's list. Two hits and a lead: with less, related languages are mixed up.
    private const int LeastHits = 2;

    private static readonly (string Language, FrozenSet<string> Words)[] Lists =
    [
        ("en", Set("the and you your is are was were of to in it that this for with have has been will we can our not please thank would what where when how my on at if be from do does hello order they there an as or any but me")),
        ("es", Set("el los las una unos que y su sus es esta estan con por para pedido ha hemos he le les se lo puede muy gracias hola cuando donde como pero mi tiene usted al del yo hay este nos si porque ya mas son fue quiero necesito estoy tengo un cuanto la de en a o e sobre desde otra otro todo")),
        ("fr", Set("le les des une est vous votre vos nous notre et que qui dans pour avec pas ne sur ce cette sont ont etre avez au aux du bonjour merci je mon ma commande il elle par mais ou quand comment suis sera a d l c s n un bien la de en y j se votre depuis tout")),
        ("de", Set("der die das und ist sind nicht ein eine einen einem ihr ihre ihren sie wir ich mit fur auf den dem des zu zum zur von im haben hat wird werden kann konnen bitte danke guten bestellung wann wo wie was mein meine es bei noch wurde aber oder uns ihnen in an am so seit")),
        ("it", Set("il lo gli una che di e del della dei delle sono per con non suo sua suoi nostro ordine ha abbiamo ho grazie ciao buongiorno quando dove come mi si puo possiamo anche ma questo questa nel nella al alla piu le un da stato vorrei la a in e i al dal sul")),
        ("pt", Set("o os as um uma que nao do da dos das em no na com para por seu sua seus encomenda pedido esta foi tem temos obrigado obrigada ola quando onde como mas ao voce nos e mais ja pode muito meu minha se lhe ou eu sao estou quero de que a em um entre desde")),
        ("nl", Set("de het een en is zijn niet u uw wij we ik met voor op van te dat die deze hebben heeft wordt worden kan kunnen bestelling dank bedankt hallo wanneer waar hoe mijn er bij nog maar of ons naar wat dit aan als om geen onze in al uit")),
    ];

    /// <summary>One of the seven; null when it does not show.</summary>
    public static string? Of(string text)
    {
        if (IsOtherScript(text))
        {
            return null;
        }

        var words = TextFolding.Words(text).ToList();
        var scores = Lists.Select(list => (list.Language, Hits: words.Count(list.Words.Contains))).OrderByDescending(score => score.Hits).ToList();
        return scores[0].Hits >= LeastHits && scores[0].Hits > scores[1].Hits ? scores[0].Language : null;
    }

    /// <summary>Mostly letters that are not Latin: none of the seven.</summary>
    public static bool IsOtherScript(string text)
    {
        var letters = text.Count(char.IsLetter);
        return letters >= 4 && text.Count(c => char.IsLetter(c) && c > '\u024F' && (c < '\u1E00' || c > '\u1EFF')) * 2 > letters;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
