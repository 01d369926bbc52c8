using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalEmblem.Issuer.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    internal partial class MarkProposals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ProposalId",
                table: "marked_data",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ProposalId",
                table: "assets",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mark_proposals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    ProposedBy = table.Column<string>(type: "text", nullable: false),
                    ProposedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    DecidedBy = table.Column<string>(type: "text", nullable: true),
                    DecidedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mark_proposals", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_marked_data_ProposalId",
                table: "marked_data",
                column: "ProposalId");

            migrationBuilder.CreateIndex(
                name: "IX_assets_proposed",
                table: "assets",
                column: "ProposalId",
                filter: "\"ProposalId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_mark_proposals_State_ProposedAt",
                table: "mark_proposals",
                columns: new[] { "State", "ProposedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mark_proposals");

            migrationBuilder.DropIndex(
                name: "IX_marked_data_ProposalId",
                table: "marked_data");

            migrationBuilder.DropIndex(
                name: "IX_assets_proposed",
                table: "assets");

            migrationBuilder.DropColumn(
                name: "ProposalId",
                table: "marked_data");

            migrationBuilder.DropColumn(
                name: "ProposalId",
                table: "assets");
        }
    }
}
