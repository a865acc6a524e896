using AiDesk.Policy.Text.Transforms;

namespace AiDesk.Policy.Injection;

/// <summary>Key words written backwards or under rot13. Seeing one is what makes those views worth making.</summary>
internal static class SignatureHints
{
    private static readonly string[] KeyWords =
    [
        "ignore", "disregard", "forget", "instructions", "previous", "prompt", "system", "reveal", "restrictions", "ignora", "olvida", "instrucciones",
        "anteriores", "ignorez", "oubliez", "precedentes", "consignes", "ignoriere", "vergiss", "anweisungen", "dimentica", "istruzioni", "precedenti",
        "esqueca", "instrucoes", "negeer", "vergeet", "instructies",
    ];

    public static IEnumerable<(string Text, SignatureClass Meaning)> All =>
        KeyWords.Select(w => (string.Concat(w.Reverse()), SignatureClass.WrittenBackwards))
            .Concat(KeyWords.Select(w => (string.Concat(w.Select(WholeTextDecoders.Rotate)), SignatureClass.WrittenInRot13)));
}
