using DigitalEmblem.Data.Tests.Files;
using Xunit;

namespace DigitalEmblem.Data.Tests.Marking;

/// <summary>
/// Acts as a user who may not read everything. The identity for files belongs to a thread on Linux and is inherited by the threads that it
/// starts, so that it is changed in a thread of its own, which waits for all it has begun.
/// </summary>
internal static class Unprivileged
{
    public static T Run<T>(Func<Task<T>> act)
    {
        T? result = default;
        Posix.AsNobody(() => result = act().GetAwaiter().GetResult());
        return result!;
    }

    public static async Task<TException> ThrowsAsync<TException>(Func<Task> act)
        where TException : Exception
    {
        TException? failure = null;
        Posix.AsNobody(() => failure = Assert.ThrowsAsync<TException>(act).GetAwaiter().GetResult());
        await Task.CompletedTask;
        return failure!;
    }
}
