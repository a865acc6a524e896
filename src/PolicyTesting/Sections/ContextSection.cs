using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>One entry of <c>contexts:</c>.</summary>
internal static class ContextSection
{
    private static readonly PolicyKey<CallMode> Mode = new("mode", Choice.Of(CallMode.None), "Who acts.") { Required = true, Default = CallMode.Autopilot };
    private static readonly PolicyKey<NameReference> Principal = new("principal", new NameReferenceShape("one of principals"), "Who calls.") { DefaultText = "a service that calls for itself" };
    private static readonly PolicyKey<string> Session = new("session_id", FixtureTexts.Field, "The session.") { DefaultText = "the context's name" };
    private static readonly PolicyKey<string> Run = new("run_id", FixtureTexts.Field, "The run.") { DefaultText = "the session with -run after it" };
    private static readonly PolicyKey<string> Conversation = new("conversation_id", FixtureTexts.Field, "The conversation.") { Default = "", DefaultText = "absent" };
    private static readonly PolicyKey<string> User = new("user_id", FixtureTexts.Field, "The person for whom the call is made.") { Default = "", DefaultText = "absent" };
    private static readonly PolicyKey<string> Channel = new("channel", FixtureTexts.Field, "The channel.") { Default = "", DefaultText = "absent" };
    private static readonly PolicyKey<string> Ip = new("client_ip", FixtureTexts.Field, "The customer's address.") { Default = "", DefaultText = "absent" };
    private static readonly PolicyKey<string> Department = new("department", FixtureTexts.Field, "The department that the caller claims; one that the token or the policy contradicts is an error.") { Default = "", DefaultText = "what token and policy say" };
    private static readonly PolicyKey<string> Locale = new("locale", FixtureTexts.Field, "The language of the person, as es.") { Default = "", DefaultText = "the policy's" };
    private static readonly PolicyKey<IReadOnlyList<Named<string>>> Attributes = new("attributes", new MapShape<string>(Texts.Name, new ScalarTextShape(), "attributes by name", 32), "Attributes of source claim: the caller's word.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<IReadOnlyList<Named<string>>> Granted = new("granted", new MapShape<string>(Texts.Name, new ScalarTextShape(), "attributes by name", 32), "Attributes of source approval: what a person granted.") { Default = [], DefaultText = "none" };

    public static RecordShape<TestContext> Shape { get; } = new(
        "contexts.*",
        "The context of a call, field by field as on the wire.",
        [Mode, Principal, Session, Run, Conversation, User, Channel, Ip, Department, Locale, Attributes, Granted],
        Read,
        isWhole: true);

    private static TestContext Read(RecordReader context) => new()
    {
        Mode = context.Get(Mode),
        Principal = context.TryGet(Principal, out var principal) ? principal : null,
        SessionId = context.TryGet(Session, out var session) ? session : null,
        RunId = context.TryGet(Run, out var run) ? run : null,
        ConversationId = context.Get(Conversation),
        UserId = context.Get(User),
        Channel = context.Get(Channel),
        ClientIp = context.Get(Ip),
        Department = context.Get(Department),
        Locale = context.Get(Locale),
        Attributes = context.Get(Attributes),
        Granted = context.Get(Granted),
        Node = context.Map,
    };
}
