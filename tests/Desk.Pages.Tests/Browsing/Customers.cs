using AiDesk.Agent.V1;

namespace AiDesk.Desk.PagesTests.Browsing;

/// <summary>Customers who write.</summary>
internal static class Customers
{
    /// <summary>A new conversation with one message, and the run that answers it.</summary>
    /// <param name="site">Whose desk.</param>
    /// <param name="tenant">As <see cref="Site.Shop"/>.</param>
    /// <param name="person">The customer's id.</param>
    /// <param name="text">Unlike any other: the policy denies what was said already.</param>
    public static async Task<PostMessageResponse> WriteAsync(this Site site, string tenant, string person, string text) => await site.Agent.PostMessageAsync(
        new PostMessageRequest { Text = text, RequestId = Guid.NewGuid().ToString() }, site.As(tenant, "customer", person));
}
