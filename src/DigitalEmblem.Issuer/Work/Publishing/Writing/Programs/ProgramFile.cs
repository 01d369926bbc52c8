using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>
/// Whether a program is safe from other users of the machine: who can write it, or put another in its place, runs what they like as this
/// service.
/// </summary>
internal static class ProgramFile
{
    /// <summary>Why it must not be started; null if nothing is wrong, or it is not there.</summary>
    /// <param name="path">Its whole path; of a link, what it leads to is looked at as well.</param>
    public static Sentence? Fault(string path)
    {
        try
        {
            return OthersCanWrite.OfFile(path) switch
            {
                null => null,
                { } folder when Directory.Exists(folder) => Sentence.Of(
                    $"Others than its owner can write the folder '{folder}', and would run what they like as this service. Look "
                        + $"whether the program there is still what you put there, and run: chmod go-w '{folder}'"),
                { } file => Sentence.Of(
                    $"Others than its owner can write '{file}', and would run what they like as this service. Look whether it is still "
                        + $"what you put there, and run: chmod go-w '{file}'"),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Sentence.Of($"'{path}' cannot be looked at ({e.GetType().Name}): may this service's user read its folder?");
        }
    }
}
