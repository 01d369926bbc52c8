using Xunit;

namespace DigitalEmblem.TestSupport;

/// <summary>A test over vectors of the corpora; skipped, and counted so, where the folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (Corpora.Folder is null)
        {
            Skip = "The corpora (shared/corpora, or DIGITALEMBLEM_CORPORA) are not here.";
        }
    }
}
