using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

internal sealed class CreateTask : IDeskTool
{
    public string Name => "create_task";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var contact = work.OwnContact(arguments.Text("contact_id"));
        var due = arguments.TextOr("due", "");
        if (due.Length > 0 && !DateOnly.TryParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            throw new ToolFailedException("InvalidArgument", "due is no date");
        }

        await work.ExecuteAsync(
            """
            INSERT INTO desk.tasks (tenant_id, task_id, contact_id, title, due, run_id, call_id, created_at)
            VALUES (@tenant, @id, @contact, @title, nullif(@due, '')::date, @RunId, @CallId, @Now)
            ON CONFLICT (tenant_id, run_id, call_id) DO NOTHING
            """,
            new { id = Guid.CreateVersion7(work.Now), contact, title = arguments.Text("title"), due, work.Run.RunId, work.CallId, work.Now },
            cancellationToken).ConfigureAwait(false);
        return new JsonObject { ["status"] = "created", ["due"] = due, ["contact_id"] = contact };
    }
}
