using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>What a page answers: a component with its model, or where to go next.</summary>
internal abstract record PageAnswer
{
    /// <summary>A page.</summary>
    /// <typeparam name="TComponent">Its content.</typeparam>
    /// <typeparam name="TModel">What the content shows.</typeparam>
    /// <param name="title">As people read it, already in their language.</param>
    /// <param name="model">All that the content shows.</param>
    /// <param name="status">HTTP status.</param>
    public static PageAnswer View<TComponent, TModel>(string title, TModel model, int status = StatusCodes.Status200OK)
        where TComponent : DeskComponent<TModel> => new PageView(typeof(TComponent), title, model, status);

    /// <summary>303, so that a reload never sends a form again.</summary>
    /// <param name="path">Of this site.</param>
    /// <param name="notice">Key of the text that the next page shows once, as "approvals.approved"; empty for none.</param>
    public static PageAnswer Redirect(string path, string notice = "") => new PageRedirect(path, notice);

    /// <summary>A status alone, for what a script of a page asks beside it.</summary>
    /// <param name="status">HTTP status, of those without a body.</param>
    public static PageAnswer Empty(int status) => new PageEmpty(status);
}

/// <inheritdoc cref="PageAnswer.View"/>
internal sealed record PageView(Type Component, string Title, object? Model, int Status) : PageAnswer;

/// <inheritdoc cref="PageAnswer.Redirect"/>
internal sealed record PageRedirect(string Path, string Notice) : PageAnswer;

/// <inheritdoc cref="PageAnswer.Empty"/>
internal sealed record PageEmpty(int Status) : PageAnswer;

/// <summary>What all contents of pages share. Components are public because Razor makes them so; nothing outside this project uses them.</summary>
public abstract class DeskComponent : ComponentBase
{
    /// <summary>Texts, formats, and who looks.</summary>
    [CascadingParameter]
    public PageFrame Page { get; set; } = null!;
}

/// <summary>A content with one model.</summary>
public abstract class DeskComponent<TModel> : DeskComponent
{
    [Parameter]
    public TModel Model { get; set; } = default!;
}
