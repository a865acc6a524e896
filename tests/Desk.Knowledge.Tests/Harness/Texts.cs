namespace AiDesk.Desk.KnowledgeTests;

/// <summary>Documents made of numbered sections, each of which is one passage.</summary>
internal static class Texts
{
    public static string Section(int number, string word = "plain") => $"## Section {number}\n\nThe {word} text of section {number} says what it says.\n\n";

    public static string Of(IEnumerable<string> sections) => "# Handbook\n\n" + string.Concat(sections);

    public static string Hundred(int? edited = null, string word = "changed") => Of(Enumerable.Range(1, 100).Select(number => number == edited ? Section(number, word) : Section(number)));
}
