using System.CommandLine;
using AiDesk.CommandLine.Checks.Questions;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Checks;

/// <summary>`aidesk check`: asks a running policy service, as an agent would.</summary>
internal static class CheckCommand
{
    public static Command Create() => new("check", "Ask a running policy service about a text, or about each row of a file of JSON lines.")
    {
        Input(),
        ToolCall(),
        ToolOutput(),
        Output(),
    };

    private static QuestionCommand Input()
    {
        var author = EnumOption.Create("--author", "Who wrote it.", MessageAuthor.Customer);
        var untrusted = EnumOption.CreateOptional<TextOrigin>("--untrusted", "Ask about it as text that the model will read, from:");
        return new QuestionCommand("input", "May this text reach the model? (CheckInput)", "TEXT: the customer's message",
            parsed => new InputQuestion(parsed.GetValue(author), parsed.GetValue(untrusted)), author, untrusted);
    }

    private static QuestionCommand ToolCall()
    {
        var tool = ToolOption();
        var risk = EnumOption.CreateOptional<Risk>("--risk", "A risk that the caller declares.");
        var arguments = new Option<string>("--args") { Description = "The arguments, in place of the text." };
        var subject = new Option<string>("--subject") { Description = "What the action is about, for a tool whose policy has no subject pointer." };
        return new QuestionCommand("tool", "May this tool run with these arguments? (CheckToolCall)", "TEXT: the arguments, a JSON object",
            parsed => new ToolCallQuestion(parsed.GetValue(tool) ?? "", parsed.GetValue(risk) ?? Risk.Unspecified, parsed.GetValue(subject) ?? ""),
            tool, risk, subject, arguments)
        {
            TextOption = arguments,
        };
    }

    private static QuestionCommand ToolOutput()
    {
        var tool = ToolOption();
        var error = new Option<bool>("--error") { Description = "The text is the message of the error that the tool ended in." };
        return new QuestionCommand("tool-output", "What of this may the model see? (FilterToolOutput)", "TEXT: the tool's raw output, JSON",
            parsed => new ToolOutputQuestion(parsed.GetValue(tool) ?? "", parsed.GetValue(error)), tool, error);
    }

    private static QuestionCommand Output()
    {
        var author = EnumOption.Create("--author", "Who wrote it.", ReplyAuthor.Model);
        var stream = new Option<bool>("--stream") { Description = "Ask about it as a reply that is still being written, chunk by chunk (CheckOutputStream); text is then what was released." };
        return new QuestionCommand("output", "May this reply leave? (CheckOutput)", "TEXT: the reply",
            parsed => parsed.GetValue(stream) ? new StreamedOutputQuestion(parsed.GetValue(author)) : new OutputQuestion(parsed.GetValue(author)), author, stream);
    }

    private static Option<string> ToolOption() => new("--tool") { Description = "Name of the tool. A row's own field `tool` goes before." };
}
