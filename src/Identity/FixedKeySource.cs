namespace AiDesk.Identity;

/// <summary>Keys that do not change while the process lives: the development key.</summary>
internal sealed class FixedKeySource(KeySet keys) : IKeySource
{
    public KeySet Current => keys;

    public ValueTask<bool> RefreshAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);
}
