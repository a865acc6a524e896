namespace AiDesk.Agent.Demo;

/// <summary>What somebody does after the graph has stopped at a person.</summary>
internal enum LiveAct
{
    /// <summary>Nothing: it waits for whoever looks at the page.</summary>
    Wait,

    /// <summary>The draft is approved, and sent.</summary>
    Send,

    /// <summary>The draft is approved with a change, and sent.</summary>
    Edit,

    /// <summary>The same over a channel that refuses.</summary>
    FailToSend,

    /// <summary>One of the approvers of a held call says yes.</summary>
    Vote,

    /// <summary>A colleague answers instead of the agent.</summary>
    TakeOver,
}

/// <param name="Name">What its requests are called, with "demo-live-" before it: it is played once.</param>
/// <param name="Person">The customer's id.</param>
/// <param name="CustomerName">As the token would say it.</param>
/// <param name="Text">What the customer writes.</param>
/// <param name="Then">What happens next.</param>
/// <param name="Words">What is sent in place of the draft, or what the colleague writes.</param>
internal sealed record LiveScene(string Name, string Person, string CustomerName, string Text, LiveAct Then = LiveAct.Wait, string Words = "");
