using System.Globalization;

namespace AiDesk.Bench.Policy.Shapes;

/// <summary>Harmless customer text of a given length.</summary>
internal static class SampleText
{
    public const string Ascii =
        "Hello, my parcel from last Tuesday has not come yet and the tracking page shows the same place as two days ago. "
        + "Could you find out where it is, and whether it will be here before the weekend? I would like to give it as a present. ";

    public const string Mixed =
        "Grüße aus Köln! ¿Podrían decirme cuándo llega mi pedido? Il colore è più scuro di così. Où est ma facture, s’il vous plaît? "
        + "Καλημέρα, пока без ответа. 配送はいつですか。 Obrigado pela atenção 🙂 – het pakket is te laat… ";

    private const int NumberLength = 10;

    /// <summary>So many UTF-16 units, the last ten of them a number that makes it differ from every other.</summary>
    public static string Of(string script, int length, long sequence) => string.Create(length, (script, sequence), static (span, state) =>
    {
        var body = span[..^NumberLength];
        for (var at = 0; at < body.Length; at += state.script.Length)
        {
            state.script.AsSpan(0, Math.Min(state.script.Length, body.Length - at)).CopyTo(body[at..]);
        }

        // A surrogate pair that the number's place would cut is no text.
        if (char.IsHighSurrogate(body[^1]))
        {
            body[^1] = ' ';
        }

        state.sequence.TryFormat(span[^NumberLength..], out _, "0000000000", CultureInfo.InvariantCulture);
    });
}
