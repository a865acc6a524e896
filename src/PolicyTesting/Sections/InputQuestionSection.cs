using System.Collections.Immutable;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary><c>input:</c> of a question: CheckInput.</summary>
internal static class InputQuestionSection
{
    private static readonly PolicyKey<string> Id = new("id", FixtureTexts.Name, "The text's id.") { Default = "", DefaultText = "u1, u2 and so on" };
    private static readonly PolicyKey<TextOrigin> Origin = new("origin", Choice.Of(TextOrigin.None), "Where it came from.") { Default = TextOrigin.Knowledge, DefaultText = "knowledge" };
    private static readonly PolicyKey<TestText> UntrustedText = new("text", new TestTextShape(), "The text.") { Required = true };

    private static readonly RecordShape<UntrustedItem> Item = new(
        "questions.*.input.untrusted[]",
        "A text that the model will read and that nobody vouches for.",
        [Id, Origin, UntrustedText],
        ReadItem,
        isWhole: true);

    private static readonly PolicyKey<TestText> Message = new("message", new TestTextShape(), "The customer's message.") { DefaultText = "none, as on the later calls of a run" };
    private static readonly PolicyKey<string> MessageId = new("message_id", FixtureTexts.Name, "The message's id; the same id again is the same message.") { Default = "", DefaultText = "a new one each time" };
    private static readonly PolicyKey<bool> ByAgent = new("by_agent", new SwitchShape(), "A human agent wrote the message.") { DefaultText = "false" };
    private static readonly PolicyKey<ImmutableArray<UntrustedItem>> Untrusted = new("untrusted", new ListShape<UntrustedItem>(Item, "untrusted texts", 0, 64), "Texts that the model will read besides.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<int> OutputTokens = new("estimated_output_tokens", new WholeNumberShape(0, 100_000_000), "Tokens that the model may answer with.") { DefaultText = "the policy's" };

    public static RecordShape<InputQuestion> Shape { get; } = new(
        "questions.*.input",
        "May this message, and these texts, reach the model?",
        [Message, MessageId, ByAgent, Untrusted, OutputTokens],
        Read,
        isWhole: true);

    private static UntrustedItem? ReadItem(RecordReader item)
    {
        var (id, origin) = (item.Get(Id), item.Get(Origin));
        return item.TryGet(UntrustedText, out var text) ? new UntrustedItem(id, origin, text) : null;
    }

    private static InputQuestion? Read(RecordReader input)
    {
        if (!input.Has(Message) && !input.Has(Untrusted))
        {
            input.Reading.Fault(input.Map, "has neither message nor untrusted");
            return null;
        }

        return new InputQuestion
        {
            Message = input.TryGet(Message, out var message) ? message : null,
            MessageId = input.Get(MessageId),
            WrittenByAgent = input.Get(ByAgent),
            Untrusted = input.Get(Untrusted),
            EstimatedOutputTokens = input.Get(OutputTokens),
        };
    }
}
