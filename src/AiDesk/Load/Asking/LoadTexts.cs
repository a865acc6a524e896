using System.Text.Json;

namespace AiDesk.CommandLine.Load.Asking;

/// <summary>Texts of the calls, each made different from every other by its number: the same message twice would measure the rule about duplicates.</summary>
internal sealed class LoadTexts
{
    private const int Most = 1_000_000;
    private const int Longest = 100_000;

    private static readonly string[] Own =
    [
        "¿Dónde está mi pedido? Lo espero desde el martes y el seguimiento no cambia. Número",
        "Hello, my parcel has not come yet and the tracking page shows the same place as two days ago. Number",
        "Bonjour, je voudrais changer l’adresse de livraison de ma commande, est-ce encore possible ? Numéro",
        "Guten Tag, die Rechnung stimmt nicht mit meiner Bestellung überein. Können Sie das prüfen? Nummer",
        "Olá, posso devolver um artigo que já abri mas não usei? Encomenda número",
        "Buongiorno, il colore è più scuro di quello in foto. Come faccio il reso? Numero",
        "Goedemiddag, kan ik de levering verplaatsen naar zaterdag? Bestelnummer",
    ];

    private readonly string[] _texts;

    private LoadTexts(string[] texts) => _texts = texts;

    public static LoadTexts Default { get; } = new(Own);

    public int Count => _texts.Length;

    /// <summary>The text of a call.</summary>
    public string Of(long sequence) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_texts[sequence % _texts.Length]} {sequence}");

    /// <summary>One text a line; of a .jsonl file the field <c>text</c> of each. Throws <see cref="CommandFailure"/> naming the line.</summary>
    public static LoadTexts Read(string file)
    {
        var texts = new List<string>();
        var isRows = file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
        foreach (var (line, number) in File.ReadLines(file).Select((line, index) => (line, index + 1)))
        {
            if (line.Trim().Length == 0)
            {
                continue;
            }

            var text = isRows ? TextOf(line, file, number) : line;
            texts.Add(text.Length <= Longest ? text : throw CommandFailure.Usage($"{file}:{number}: the text is longer than {Longest} characters"));
            if (texts.Count > Most)
            {
                throw CommandFailure.Usage($"{file} has more than {Most} texts");
            }
        }

        return texts.Count > 0 ? new LoadTexts([.. texts]) : throw CommandFailure.Usage($"{file} has no texts");
    }

    private static string TextOf(string line, string file, int number)
    {
        try
        {
            using var row = JsonDocument.Parse(line);
            return row.RootElement.GetProperty("text").GetString() ?? "";
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw CommandFailure.Usage($"{file}:{number}: no JSON object with a text named \"text\"");
        }
    }
}
