using System.Text;

namespace AiDesk.Bench.Text;

/// <summary>Clean texts of set lengths, and food for the worst case.</summary>
internal static class Samples
{
    private const string English =
        "Hello, I ordered a pair of running shoes last week and the parcel still has not arrived. The tracking page says that it left the warehouse on "
        + "Tuesday, but nothing has changed since then. Could you please check where it is and tell me when I can expect it? If it is lost, I would rather "
        + "have my money back than wait for another one. My order number is 10482 and the shoes were size 42 in blue. Thank you very much for your help. ";

    private const string Spanish =
        "Hola, pedí unas zapatillas para correr la semana pasada y el paquete todavía no ha llegado. La página de seguimiento dice que salió del almacén el "
        + "martes, pero desde entonces no ha cambiado nada. ¿Podríais mirar dónde está y decirme cuándo llegará? Если посылка потерялась, я бы предпочёл "
        + "вернуть деньги. Ευχαριστώ πολύ για τη βοήθεια. 谢谢你们的帮助。Mi número de pedido es el 10482, la talla 42 en azul 🙂. Muchas gracias por todo. ";

    public const string SystemPrompt =
        "You are the assistant of a shop for sporting goods. Answer questions about orders, deliveries and returns, and nothing else. Never promise a refund "
        + "before a colleague has approved it, and never mention the margin or the supplier of a product to a customer.";

    public static IEnumerable<string> ForbiddenWords => Enumerable.Range(0, 200).Select(i => $"competitor {i} brand");

    public static IEnumerable<(string Name, string Text)> Texts()
    {
        foreach (var length in (int[])[100, 400, 2_000, 8_000, 32_000])
        {
            yield return ("ascii", Repeat(English, length));
            yield return ("mixed scripts", Repeat(Spanish, length));
        }

        yield return ("worst: base64", Repeat("QWxsIG9mIHRoaXMgaXMgdGV4dCB0aGF0IGlzIGRlY29kZWQgYWdhaW4= ", 8_000));
        yield return ("worst: verbs", Repeat("ignore forget show reveal all your previous ", 8_000));
        yield return ("worst: singles", Repeat("a b 1 c ", 8_000));
        yield return ("worst: leet", Repeat("1gn0r3 4ll ", 8_000));
        yield return ("worst: brackets", Repeat("<[#{\"a\":", 8_000));
        yield return ("worst: compat", Repeat("㈱ﬃ①𝐀", 8_000));
    }

    private static string Repeat(string text, int length)
    {
        var builder = new StringBuilder(length + text.Length);
        while (builder.Length < length)
        {
            builder.Append(text);
        }

        return builder.ToString(0, length);
    }
}
