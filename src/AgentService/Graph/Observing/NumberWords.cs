using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>Numbers written out before a currency, a percentage or a length of time: an invented price is one in words too.</summary>
internal static partial class NumberWords
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, int>> Tables = new Dictionary<string, FrozenDictionary<string, int>>(StringComparer.Ordinal)
    {
        ["en"] = Table("two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90 hundred 100"),
        ["es"] = Table("dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 once 11 doce 12 trece 13 catorce 14 quince 15 dieciseis 16 diecisiete 17 dieciocho 18 diecinueve 19 veinte 20 treinta 30 cuarenta 40 cincuenta 50 sesenta 60 setenta 70 ochenta 80 noventa 90 cien 100"),
        ["fr"] = Table("deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 neuf 9 dix 10 onze 11 douze 12 treize 13 quatorze 14 quinze 15 seize 16 vingt 20 trente 30 quarante 40 cinquante 50 soixante 60 cent 100"),
        ["de"] = Table("zwei 2 drei 3 vier 4 funf 5 sechs 6 sieben 7 acht 8 neun 9 zehn 10 elf 11 zwolf 12 dreizehn 13 vierzehn 14 funfzehn 15 sechzehn 16 siebzehn 17 achtzehn 18 neunzehn 19 zwanzig 20 dreissig 30 vierzig 40 funfzig 50 sechzig 60 siebzig 70 achtzig 80 neunzig 90 hundert 100"),
        ["it"] = Table("due 2 tre 3 quattro 4 cinque 5 sei 6 sette 7 otto 8 nove 9 dieci 10 undici 11 dodici 12 tredici 13 quattordici 14 quindici 15 sedici 16 diciassette 17 diciotto 18 diciannove 19 venti 20 trenta 30 quaranta 40 cinquanta 50 sessanta 60 cento 100"),
        ["pt"] = Table("dois 2 duas 2 tres 3 quatro 4 cinco 5 seis 6 sete 7 oito 8 nove 9 dez 10 onze 11 doze 12 treze 13 catorze 14 quinze 15 dezasseis 16 dezesseis 16 dezassete 17 dezoito 18 dezanove 19 vinte 20 trinta 30 quarenta 40 cinquenta 50 sessenta 60 cem 100"),
        ["nl"] = Table("twee 2 drie 3 vier 4 vijf 5 zes 6 zeven 7 acht 8 negen 9 tien 10 elf 11 twaalf 12 dertien 13 veertien 14 vijftien 15 zestien 16 zeventien 17 achttien 18 negentien 19 twintig 20 dertig 30 veertig 40 vijftig 50 zestig 60 honderd 100"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="folded">The text, folded.</param>
    /// <param name="language">Whose words.</param>
    public static IEnumerable<(int Value, string Words)> Of(string folded, string language)
    {
        if (!Tables.TryGetValue(language, out var table))
        {
            yield break;
        }

        foreach (Match match in Form().Matches(folded))
        {
            if (table.TryGetValue(match.Groups[1].Value, out var value))
            {
                yield return (value, match.Value);
            }
        }
    }

    /// <summary>All of a text, with any unit or none: for what a draft may stand on.</summary>
    public static IEnumerable<int> All(string folded, string language) =>
        Tables.TryGetValue(language, out var table) ? TextFolding.Words(folded).Where(table.ContainsKey).Select(word => table[word]) : [];

    private static FrozenDictionary<string, int> Table(string words)
    {
        var parts = words.Split(' ');
        return Enumerable.Range(0, parts.Length / 2)
            .ToFrozenDictionary(n => parts[2 * n], n => int.Parse(parts[(2 * n) + 1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\b([a-z]{2,12}) (?:€|euros?|dollars?|dolares|pounds|libras|livres|pfund|sterline|percent|per cent|por ciento|pour cent|prozent|per cento|por cento|procent|(?:working |business )?(?:hours|days|weeks|months|minutes)|horas|dias|semanas|meses|minutos|heures|jours|semaines|mois|stunden|tagen?|werktagen?|wochen|monaten?|minuten|ore|giorni|settimane|mesi|minuti|uur|dagen|werkdagen|weken|maanden)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
