using Google.Protobuf;

namespace AiDesk.CommandLine.Checks;

/// <summary>Answers in JSON, with the protos' own field names.</summary>
internal static class AnswerJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(false));

    public static string Of(IMessage message) => Formatter.Format(message);
}
