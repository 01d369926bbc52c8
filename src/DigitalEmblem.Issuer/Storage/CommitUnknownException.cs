using System.Data.Common;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// The database failed while it was told to commit: whether the change was made is not known. Everything else that fails in a change
/// leaves nothing behind.
/// </summary>
/// <param name="inner">What failed.</param>
internal sealed class CommitUnknownException(Exception inner) : DbException("It is not known whether the change was committed.", inner);
