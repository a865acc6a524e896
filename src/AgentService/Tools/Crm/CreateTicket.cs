using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

internal sealed class CreateTicket : IDeskTool
{
    public string Name => "create_ticket";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var contact = work.OwnContact(arguments.Text("contact_id"));
        var number = await FindAsync(work, cancellationToken).ConfigureAwait(false);
        if (number is null)
        {
            number = FormattableString.Invariant($"T-{await work.NextNumberAsync("ticket", cancellationToken).ConfigureAwait(false)}");
            await work.ExecuteAsync(
                """
                INSERT INTO desk.tickets (tenant_id, ticket_id, ticket_number, conversation_id, contact_id, subject, priority, summary, tags, run_id, call_id, created_at)
                VALUES (@tenant, @id, @number, @Conversation, @contact, @subject, @priority, @summary, @tags, @RunId, @CallId, @Now)
                """,
                new
                {
                    id = Guid.CreateVersion7(work.Now),
                    number,
                    work.Conversation,
                    contact,
                    subject = arguments.Text("subject"),
                    priority = arguments.TextOr("priority", "normal"),
                    summary = arguments.TextOr("summary", ""),
                    tags = arguments.Texts("tags"),
                    work.Run.RunId,
                    work.CallId,
                    work.Now,
                },
                cancellationToken).ConfigureAwait(false);
        }

        return new JsonObject { ["ticket_number"] = number, ["status"] = "open", ["run_id"] = work.Run.RunId.ToString(), ["contact_id"] = contact };
    }

    private static Task<string?> FindAsync(ToolWork work, CancellationToken cancellationToken) =>
        work.FirstAsync<string>("SELECT ticket_number FROM desk.tickets WHERE tenant_id = @tenant AND run_id = @RunId AND call_id = @CallId", new { work.Run.RunId, work.CallId }, cancellationToken);
}
