using AiDesk.Policy.Checks;
using Microsoft.Extensions.ObjectPool;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Evaluations are large and used for microseconds: they are rented.</summary>
internal sealed class EvaluationPool
{
    private readonly DefaultObjectPool<Evaluation> _pool = new(new Policy(), maximumRetained: 256);

    public Lease Rent() => new(_pool, _pool.Get());

    /// <summary>Returns the evaluation when it is disposed.</summary>
    public readonly struct Lease(ObjectPool<Evaluation> pool, Evaluation work) : IDisposable
    {
        public Evaluation Work => work;

        public void Dispose() => pool.Return(work);
    }

    private sealed class Policy : PooledObjectPolicy<Evaluation>
    {
        public override Evaluation Create() => new();

        public override bool Return(Evaluation obj)
        {
            obj.Clear();
            return true;
        }
    }
}
