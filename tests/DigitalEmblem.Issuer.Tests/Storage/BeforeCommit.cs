using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>Does something when a transaction is about to be committed.</summary>
internal sealed class BeforeCommit(Func<DbContext, Task> what) : DbTransactionInterceptor
{
    /// <inheritdoc/>
    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        await what(eventData.Context!);
        return result;
    }
}
