namespace DigitalEmblem.Data.Archives;

/// <summary>A member that is put into an archive.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Content">Its content, which can seek.</param>
internal sealed record NewMember(EntryPath Path, Stream Content);
