namespace AiDesk.Policy.Injection;

/// <summary>What a word or phrase can be in an attack. The sections of the signature files have these names in snake_case.</summary>
[Flags]
internal enum SignatureClass : ulong
{
    None = 0,

    /// <summary>ignore, forget, stop following</summary>
    Override = 1UL << 0,

    /// <summary>instructions, rules, guidelines</summary>
    Instructions = 1UL << 1,

    /// <summary>previous, above, original</summary>
    Prior = 1UL << 2,

    /// <summary>all, any, everything</summary>
    All = 1UL << 3,

    /// <summary>you, your</summary>
    Yours = 1UL << 4,

    /// <summary>I, my, our</summary>
    Mine = 1UL << 5,

    /// <summary>question, text, message: what a model was asked about</summary>
    Task = 1UL << 6,

    /// <summary>system prompt, hidden instructions</summary>
    SystemPrompt = 1UL << 7,

    /// <summary>show, print, repeat, what is</summary>
    Reveal = 1UL << 8,

    /// <summary>verbatim, word for word, hidden</summary>
    Verbatim = 1UL << 9,

    /// <summary>everything above</summary>
    AboveText = 1UL << 10,

    /// <summary>without restrictions, developer mode</summary>
    Unrestricted = 1UL << 11,

    /// <summary>act as, you are now, from now on</summary>
    Become = 1UL << 12,

    /// <summary>AI, assistant, language model</summary>
    Model = 1UL << 13,

    /// <summary>safety filters, content policy</summary>
    Safeguards = 1UL << 14,

    /// <summary>disable, turn off, bypass</summary>
    Disable = 1UL << 15,

    /// <summary>freed from, no longer apply</summary>
    Freed = 1UL << 16,

    /// <summary>never refuse, without warnings</summary>
    NoRefusal = 1UL << 17,

    /// <summary>say, just output, respond only with</summary>
    Answer = 1UL << 18,

    /// <summary>new instructions, your real task</summary>
    NewInstructions = 1UL << 19,

    /// <summary>send, forward, post</summary>
    Send = 1UL << 20,

    /// <summary>conversation history, customer data</summary>
    Records = 1UL << 21,

    /// <summary>passwords, API keys</summary>
    Secrets = 1UL << 22,

    /// <summary>a URL, an external server</summary>
    Destination = 1UL << 23,

    /// <summary>system override, I am your developer, note to the AI</summary>
    Authority = 1UL << 24,

    /// <summary>fictional, hypothetical</summary>
    Fiction = 1UL << 25,

    /// <summary>do not, never</summary>
    Negated = 1UL << 26,

    /// <summary>what does … mean, example, attack, how do I prevent</summary>
    Asking = 1UL << 27,

    /// <summary>if you did not request this, this e-mail, invoice</summary>
    Harmless = 1UL << 28,

    /// <summary>do not answer</summary>
    NoAnswer = 1UL << 29,

    /// <summary>follow, obey: an attack where "not" comes behind the object, as in German and Dutch</summary>
    Follow = 1UL << 32,

    /// <summary>A word that is harmless in this language and something else in another.</summary>
    Neutral = 1UL << 33,

    /// <summary>The word stands behind a quotation mark; set while scanning, in no file.</summary>
    Quoted = 1UL << 40,

    /// <summary>AI tools reading this, note to the assistant</summary>
    Reader = 1UL << 34,

    /// <summary>silently, do not tell the user</summary>
    Secrecy = 1UL << 35,

    /// <summary>other customers, customer list, the last caller</summary>
    OthersData = 1UL << 36,

    /// <summary>approve, refund, delete, run, call the tool</summary>
    Act = 1UL << 37,

    /// <summary>I authorise, clearance, admin access</summary>
    Permission = 1UL << 38,

    /// <summary>debug mode, sandbox, simulation</summary>
    Mode = 1UL << 39,

    /// <summary>reset, clean slate, new session</summary>
    Reset = 1UL << 41,

    /// <summary>story, grandmother, role-play, imagine</summary>
    Story = 1UL << 42,

    /// <summary>base64, backwards, first letter of each line</summary>
    Encode = 1UL << 43,

    /// <summary>answer only with, nothing else, say exactly</summary>
    OnlySay = 1UL << 44,

    /// <summary>limits, boundaries, ethics, forbidden</summary>
    Limits = 1UL << 45,

    /// <summary>obey, your new owner, your true self</summary>
    Loyalty = 1UL << 46,

    /// <summary>or else, last chance, immediately</summary>
    Urgency = 1UL << 47,

    /// <summary>tokens, tip, bonus</summary>
    Reward = 1UL << 48,

    /// <summary>briefing, configuration, what you were told, tool list</summary>
    Brief = 1UL << 49,

    /// <summary>my order, your shop: what ordinary customers write</summary>
    PoliteOwn = 1UL << 50,

    /// <summary>manual, recipe, lesson, changelog</summary>
    Document = 1UL << 51,

    /// <summary>system, system notice: who a line pretends to be from</summary>
    Speaker = 1UL << 52,

    /// <summary>change, replaces, are now: what happens to instructions</summary>
    Replace = 1UL << 53,

    /// <summary>remember that, save to memory</summary>
    Memorize = 1UL << 54,

    /// <summary>admin, root: what a writer wants to be taken for</summary>
    Rank = 1UL << 55,

    /// <summary>tool, function</summary>
    Tool = 1UL << 56,

    /// <summary>do what it says, follow it: a quotation that is to be obeyed</summary>
    Comply = 1UL << 57,

    /// <summary>tries to, users, one: somebody does it, nobody is told to</summary>
    Tells = 1UL << 58,

    /// <summary>is not tolerated, leads to: what was said before is spoken of</summary>
    Judged = 1UL << 59,

    /// <summary>First word of a sentence or of a line; set while scanning, in no file.</summary>
    Opens = 1UL << 60,

    /// <summary>First of its line or sentence, and a colon stands behind it; set while scanning, in no file.</summary>
    Label = 1UL << 61,
}

/// <summary>Sets of classes.</summary>
internal static class SignatureClasses
{
    /// <summary>What is in the files for the learned model; some rules ask for one or another.</summary>
    public const SignatureClass Learned = SignatureClass.Reader | SignatureClass.Secrecy | SignatureClass.OthersData | SignatureClass.Act
        | SignatureClass.Permission | SignatureClass.Mode | SignatureClass.Reset | SignatureClass.Story | SignatureClass.Encode | SignatureClass.OnlySay
        | SignatureClass.Limits | SignatureClass.Loyalty | SignatureClass.Urgency | SignatureClass.Reward | SignatureClass.Brief
        | SignatureClass.PoliteOwn | SignatureClass.Document;

    /// <summary>What hides no word: a phrase that is nothing else takes no more of the text than the phrase of the rules that it begins with.</summary>
    public const SignatureClass Transparent = Learned | SignatureClass.Tells;
}
