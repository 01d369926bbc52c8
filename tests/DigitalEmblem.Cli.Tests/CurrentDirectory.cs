using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>Tests that change the folder that this process works in. They run when all others have run.</summary>
[CollectionDefinition(nameof(CurrentDirectory), DisableParallelization = true)]
public sealed class CurrentDirectory;
